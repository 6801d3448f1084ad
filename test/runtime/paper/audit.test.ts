/** What was booked is booked again: the same, or every difference has its cause. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fromIsoDay, type Market } from '../../../runtime/market.ts';
import { auditPaper, type PaperAudit } from '../../../runtime/paper/audit.ts';
import { askToResume, changePlan, findAccount, modelsOf } from '../../../runtime/paper/ledger/accounts.ts';
import { Ledger } from '../../../runtime/paper/ledger/ledger.ts';
import { smallStrategy } from '../../support/command.ts';
import { compiled, PaperDesk, replay } from '../../support/paper.ts';

const JANUARY = replay('2022-01-01', '2022-01-31');
const FEBRUARY = replay('2022-01-01', '2022-02-28');
const THE_TENTH = fromIsoDay('2022-01-10');

let desk: PaperDesk;
beforeEach(async () => {
  desk = await PaperDesk.open();
  await desk.invoke({ clock: JANUARY });
});
afterEach(() => desk.remove());

async function audited(name = 'desk'): Promise<PaperAudit> {
  const ledger = Ledger.open(desk.file);
  try {
    return await auditPaper(ledger, findAccount(ledger, name)!, { data: desk.data, events: { emit() {} } });
  } finally {
    ledger.close();
  }
}

/** Changes the bars of the largest position on the tenth of January, from now on. */
function changeBar(change: (price: number) => number): string {
  const sql = 'SELECT ticker FROM positions WHERE session = (SELECT max(id) FROM sessions) ORDER BY abs(value) DESC';
  const { ticker } = desk.read((ledger) => ledger.get<{ ticker: string }>(sql))!;
  const { data } = desk;
  const changed = (market: Market): Market => {
    const cell = market.tickers.indexOf(ticker) * market.sessions.length + market.sessions.indexOf(THE_TENTH);
    const bars = { ...market.bars };
    for (const field of ['open', 'high', 'low', 'close', 'raw_close'] as const) {
      bars[field] = bars[field].map((value, at) => (at === cell ? change(value) : value));
    }
    return { ...market, bars };
  };
  desk.data = { ...data, load: async (request, events) => changed(await data.load(request, events)) };
  return ticker;
}

test('on the same data nothing differs, in any bit', async () => {
  expect(await audited()).toEqual({ account: 'desk', sessions: 20, differences: [], ok: true });
});

test('through a plan that changed, and a stop that was resumed by hand', async () => {
  const stopping = compiled(
    smallStrategy({ 'limit weight 40%': 'limit weight 40%\n    stop when drawdown > 0.1% then flatten' }),
  );
  await desk.invoke({ clock: replay('2022-01-01', '2022-02-15'), plan: stopping }, (ledger) =>
    changePlan(ledger, findAccount(ledger, 'desk')!, stopping, modelsOf(ledger, findAccount(ledger, 'desk')!), 'now'),
  );
  await desk.invoke({ clock: FEBRUARY, plan: stopping }, (ledger) => askToResume(ledger, 'desk', 'now'));
  expect(desk.read((ledger) => ledger.get('SELECT count(*) AS resumed FROM sessions WHERE by_hand = 1'))).toEqual({
    resumed: 1,
  });
  expect(await audited()).toMatchObject({ sessions: 39, differences: [] });
});

test('predictions of sessions before the first are recorded with it, also after a change of the plan', async () => {
  const windowed = (k: string) =>
    compiled(smallStrategy({ 'top k by prediction': `top ${k} by mean(prediction, 5d)` }));
  const [plan, other] = [windowed('3'), windowed('4')];
  const later = replay('2022-01-10', '2022-02-28');
  await desk.invoke({ clock: later, account: 'windowed', plan, until: fromIsoDay('2022-01-31') });
  await desk.invoke({ clock: later, account: 'windowed', plan: other }, (ledger) => {
    const account = findAccount(ledger, 'windowed')!;
    changePlan(ledger, account, other, modelsOf(ledger, account), 'now');
  });
  const days = 'SELECT min(day) AS first, count(DISTINCT day) AS days FROM earlier_predictions GROUP BY session';
  // Four sessions before the 10th of January and the 1st of February; New York traded on 15 and 19 days from them on.
  expect(desk.read((ledger) => ledger.all(days))).toEqual([
    { first: '2022-01-04', days: 4 },
    { first: '2022-01-26', days: 4 },
  ]);
  expect(await audited('windowed')).toMatchObject({ sessions: 34, differences: [] });
});

test('a price that was revised since, and what follows from it', async () => {
  const ticker = changeBar((price) => price * 1.02);
  const { differences, ok } = await audited();
  expect(ok).toBe(true);
  expect(differences[0]).toMatchObject({ day: '2022-01-10', cause: 'revised bar', of: ticker });
  expect(new Set(differences.filter(({ day }) => day > '2022-01-10').map(({ cause }) => cause))).toEqual(
    new Set(['carried over']),
  );
});

test('a bar that is no longer there', async () => {
  const ticker = changeBar(() => Number.NaN);
  expect((await audited()).differences[0]).toMatchObject({ day: '2022-01-10', cause: 'withdrawn bar', of: ticker });
});

test('a bar that came late', async () => {
  const whole = desk.data;
  const ticker = changeBar(() => Number.NaN);
  await desk.invoke({ clock: JANUARY, account: 'late' });
  desk.data = whole;
  expect((await audited('late')).differences[0]).toMatchObject({ day: '2022-01-10', cause: 'late bar', of: ticker });
});

test('a ledger that somebody has changed is not explained away', async () => {
  const ledger = Ledger.open(desk.file);
  ledger.run('UPDATE holdings SET net = net + 0.001 WHERE session = 10');
  ledger.close();
  const { differences, ok } = await audited();
  expect(ok).toBe(false);
  expect(differences).toMatchObject([{ figure: 'net', cause: 'unexplained', of: null }]);
});
