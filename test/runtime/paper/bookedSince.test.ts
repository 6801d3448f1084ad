/** What is news after an absence is counted from the ledger, however long it was, and its return is that of equity. */
import { expect, test } from 'vitest';
import { bookedSince } from '../../../runtime/paper/status/bookedSince.ts';
import { PaperDesk, replay } from '../../support/paper.ts';

test('a quarter at once: the 62 sessions of New York, and what they returned together', async () => {
  const desk = await PaperDesk.open();
  try {
    await desk.invoke({ clock: replay('2022-01-01', '2022-03-31') });
    desk.read((ledger) => {
      expect(bookedSince(ledger, 'desk', { bookedFrom: '2000-01-01' }).sessions).toBe(62);
      expect(bookedSince(ledger, 'desk', { after: '2022-03-31' })).toEqual({ sessions: 0, net: null, stops: [] });
      const march = bookedSince(ledger, 'desk', { after: '2022-02-28' });
      const equity = (day: string) =>
        ledger.get<{ equity: number }>('SELECT equity FROM sessions WHERE day = ?', day)!.equity;
      expect(march.sessions).toBe(23);
      expect(march.net).toBeCloseTo(equity('2022-03-31') / equity('2022-02-28') - 1, 9);
    });
  } finally {
    desk.remove();
  }
});
