/** Paper trading is the backtest, session by session: the same weights, trades, costs and equity to the last bit. */
import { afterEach, expect, test } from 'vitest';
import { smallStrategy } from '../../support/command.ts';
import { PaperDesk, replay } from '../../support/paper.ts';
import { contents, expectSameBook } from '../../support/paperLedger.ts';

let desk: PaperDesk;
afterEach(() => desk.remove());

const QUARTER = replay('2022-01-01', '2022-03-31');

/** Every kind of state that a book carries from one session to the next. */
const STATEFUL = `risk {
    target volatility 8% per year over 20d, scale 0.5 .. 2
    stop position when position_return < -4% then exit, resume after 5d
    stop when drawdown > 2% then flatten, resume after 4d
    limit weight 12%
    limit turnover 15%`;

const BOOKS = {
  'filled at the next open': {},
  'filled at the close': { 'fill at next open': 'fill at close' },
  'filled at the next close, in whole shares': { 'fill at next open': 'fill at next close\n    shares whole' },
  'decided at the open and filled at the close': {
    'include core14': 'gap = open / lag(close, 1d) - 1\n    momentum = returns(lag(close, 1d), 5d)',
    'fill at next open': 'decide at open\n    fill at close',
  },
  'with scale, stops and limits': { 'risk {\n    limit weight 40%': STATEFUL },
  'weekly, of two portfolios': {
    'smooth ewma(0.15)\n  }': `smooth ewma(0.15)
    rebalance weekly on Monday
  }

  portfolio slow {
    share 40%
    long top k by mean(prediction, 5d) gross 80%
    rebalance every session
  }`,
    'portfolio {': 'portfolio fast {\n    share 60%',
  },
  'of several seeds': { 'seed 7': 'seed 7\n    seeds 2' },
  'walked forward': {
    [`train     2021-01-01 .. 2021-09-30
    validate  2021-10-01 .. 2021-12-31
    test      2022-01-01 .. 2022-03-31`]: 'SPLIT',
    'split {\n    SPLIT': `split walk_forward {
    over 2021-01-01 .. 2022-03-31
    train 9m
    validate 3m
    test 1m`,
  },
};

test.each(Object.entries(BOOKS))('%s', async (name, changes) => {
  desk = await PaperDesk.open(smallStrategy(changes));
  const { market, book } = await desk.backtest();
  await desk.invoke({ clock: QUARTER });
  desk.read((ledger) => expectSameBook(ledger, book, market));
  const tripped = book.decisions.stops.filter((trips) => trips.length > 0).length;
  expect(tripped > 0).toBe(name === 'with scale, stops and limits');
});

test('one session for each invocation, and none when none is due', async () => {
  desk = await PaperDesk.open();
  const { market, book } = await desk.backtest();
  const january = replay('2022-01-01', '2022-01-31');
  for (let k = 0; k < 4; k++) await desk.invoke({ clock: january, all: false });
  await desk.invoke({ clock: january });
  await desk.invoke({ clock: january });
  expect(desk.told.at(-1)).toMatchObject({ type: 'paper-finished', booked: 0, left: 0 });
  const { days } = desk.read((ledger) => ledger.get<{ days: number }>('SELECT count(*) AS days FROM sessions'))!;
  expect(days).toBe(20); // New York traded on 20 days of January 2022: not on the 1st and 17th, and no weekend
  await desk.invoke({ clock: QUARTER });
  desk.read((ledger) => expectSameBook(ledger, book, market));
});

test('predictions that a backtest has kept give the same book as those of its model', async () => {
  desk = await PaperDesk.open();
  const { market, book } = await desk.backtest();
  await desk.invoke({ clock: QUARTER, predictions: 'stored' });
  desk.read((ledger) => expectSameBook(ledger, book, market));
});

test('a dry run books nothing and opens no account', async () => {
  desk = await PaperDesk.open();
  await desk.invoke({ clock: QUARTER, dryRun: true });
  expect(desk.told).toContainEqual(
    expect.objectContaining({ type: 'paper-session', day: '2022-01-03', booked: false }),
  );
  const tables = desk.read(contents);
  expect(Object.values(tables).flat()).toEqual([]);
});
