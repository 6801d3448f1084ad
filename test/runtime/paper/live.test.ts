/** The clock on the wall, day after day: only what was known, only as much of the past as is needed, and the same bits. */
import { afterEach, expect, test } from 'vitest';
import { fromIsoDay } from '../../../runtime/market.ts';
import { auditPaper } from '../../../runtime/paper/audit.ts';
import { findAccount } from '../../../runtime/paper/ledger/accounts.ts';
import { Ledger } from '../../../runtime/paper/ledger/ledger.ts';
import { type MarketData, marketRequest } from '../../../runtime/ports.ts';
import { smallStrategy } from '../../support/command.ts';
import { eveningOf, ofOneMarket } from '../../support/liveMarket.ts';
import { PaperDesk, replay } from '../../support/paper.ts';
import { expectSameBook } from '../../support/paperLedger.ts';

let desk: PaperDesk;
afterEach(() => desk.remove());

test('two months of evenings are the backtest of those days', { timeout: 240_000 }, async () => {
  const windows = { 'short bottom k': 'weight inverse_volatility(10d)\n    short bottom k' };
  desk = await PaperDesk.open(
    smallStrategy(windows).replace('.. 2022-03-31\n  }\n\n  portfolio', '.. 2022-02-28\n  }\n\n  portfolio'),
  );
  desk.data = await ofOneMarket(desk.data, marketRequest(desk.plan));
  const { market, book } = await desk.backtest();
  const days = market.sessions.filter((day) => day >= fromIsoDay('2022-01-01') && day <= fromIsoDay('2022-02-28'));
  for (const day of days) await desk.invoke({ clock: eveningOf(day), all: false });
  desk.read((ledger) => {
    expectSameBook(ledger, book, market);
    expect(ledger.get('SELECT count(*) AS n, min(clock) AS clock FROM sessions')).toEqual({ n: 39, clock: 'live' });
  });
  // Blocks of core14 are 160 sessions: 145 of January to July 2021, and 15 until the 20th of August.
  const { asked } = desk.data as MarketData & { readonly asked: readonly string[] };
  expect(asked.at(-1)).toBe('2021-08-23');
  const ledger = Ledger.read(desk.file)!;
  const audit = await auditPaper(ledger, findAccount(ledger, 'desk')!, { data: desk.data, events: { emit() {} } });
  ledger.close();
  expect(audit).toMatchObject({ sessions: 39, differences: [] });
});

test('an evening on predictions that a backtest has kept reads those of its days', async () => {
  desk = await PaperDesk.open();
  const whole = desk.data;
  const { market, book } = await desk.backtest();
  const ofPart = await ofOneMarket(desk.data, marketRequest(desk.plan));
  // The backtest's predictions are kept under the snapshot of the whole period.
  desk.data = { ...ofPart, snapshot: (request) => whole.snapshot(request) };
  await desk.invoke({ clock: replay('2022-01-01', '2022-03-30'), predictions: 'stored' });
  await desk.invoke({ clock: eveningOf(fromIsoDay('2022-03-31')), changeClock: true });
  desk.read((ledger) => expectSameBook(ledger, book, market));
});

test('an account that was replayed goes on by the clock on the wall, where that is said', async () => {
  desk = await PaperDesk.open();
  desk.data = await ofOneMarket(desk.data, marketRequest(desk.plan));
  const { market, book } = await desk.backtest();
  await desk.invoke({ clock: replay('2022-01-01', '2022-03-29') });
  await desk.invoke({ clock: eveningOf(fromIsoDay('2022-03-30')), changeClock: true });
  await desk.invoke({ clock: eveningOf(fromIsoDay('2022-03-31')) });
  desk.read((ledger) => expectSameBook(ledger, book, market));
});
