/** A clock that cannot be right books nothing; one that is corrected by seconds does. */
import { afterEach, expect, test } from 'vitest';
import { verifyClock } from '../../../runtime/paper/clock.ts';
import { Ledger } from '../../../runtime/paper/ledger/ledger.ts';
import { PaperDesk, replay } from '../../support/paper.ts';

let desk: PaperDesk;
afterEach(() => desk.remove());

test('a time before the last session was booked', async () => {
  desk = await PaperDesk.open();
  await desk.invoke({ clock: replay('2022-01-03', '2022-01-03') });
  const ledger = Ledger.open(desk.file);
  ledger.run("UPDATE sessions SET booked_at = '2026-11-20T21:15:07.000Z'");
  const check = (now: string) => () => verifyClock(ledger, new Date(now));
  expect(check('2026-11-20T20:15:07Z')).toThrow(/^the clock shows 2026-11-20T20:15:07.000Z, and the ledger booked/);
  expect(check('1970-01-01T00:00:00Z')).toThrow('nothing was booked');
  expect(check('2026-11-20T21:15:00Z')).not.toThrow();
  expect(check('2026-11-23T21:15:00Z')).not.toThrow();
  ledger.run("UPDATE sessions SET booked_at = '2999-01-01T00:00:00.000Z'");
  ledger.close();
  const live = { kind: 'live', now: Date.now(), arrival: 0 } as const;
  await expect(desk.invoke({ clock: live })).rejects.toMatchObject({ code: 'clock-behind' });
});
