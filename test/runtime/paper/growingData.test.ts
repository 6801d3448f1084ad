/** Data move on between two sessions: prices are adjusted anew, stocks come and go. The book goes on as if they had not. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type BarField, fromIsoDay, type Market, newPanel } from '../../../runtime/market.ts';
import { smallStrategy } from '../../support/command.ts';
import { PaperDesk, replay } from '../../support/paper.ts';
import { contents, expectSameBook } from '../../support/paperLedger.ts';

const JANUARY = replay('2022-01-01', '2022-01-31');
const QUARTER = replay('2022-01-01', '2022-03-31');

let desk: PaperDesk;
beforeEach(async () => {
  desk = await PaperDesk.open();
});
afterEach(() => desk.remove());

function withMarket(change: (market: Market) => Market): void {
  const { data } = desk;
  desk.data = { ...data, load: async (request, events) => change(await data.load(request, events)) };
}

/** The stock of the largest position. */
function largest(): string {
  const sql = `SELECT ticker FROM positions WHERE session = (SELECT max(id) FROM sessions) ORDER BY abs(value) DESC`;
  return desk.read((ledger) => ledger.get<{ ticker: string }>(sql))!.ticker;
}

/** Of one stock, prices of some days are multiplied. */
function scaled(
  market: Market,
  ticker: string,
  fields: readonly BarField[],
  isWithin: (day: number) => boolean,
  factor: number,
): Market {
  const stock = market.tickers.indexOf(ticker);
  const count = market.sessions.length;
  const bars = { ...market.bars };
  for (const field of fields) {
    bars[field] = market.bars[field].map((value, at) => {
      return Math.floor(at / count) === stock && isWithin(market.sessions[at % count]!) ? value * factor : value;
    });
  }
  return { ...market, bars };
}

const FEBRUARY = fromIsoDay('2022-02-01');
const ADJUSTED = ['open', 'high', 'low', 'close'] as const;

test('a split adjusts the prices before it, by a factor that no return is made of', async () => {
  const { market, book } = await desk.backtest();
  await desk.invoke({ clock: JANUARY });
  const ticker = largest();
  const units = () =>
    desk.read((ledger) =>
      ledger.get<{ quantity: number }>('SELECT quantity FROM broker_positions WHERE ticker = ?', ticker),
    )!.quantity;
  const before = units();
  // Two for one on the first of February, and halves are exact: no bit of any ratio changes.
  withMarket((loaded) => {
    const traded = scaled(loaded, ticker, ['raw_close'], (day) => day >= FEBRUARY, 0.5);
    return scaled(traded, ticker, ADJUSTED, () => true, 0.5);
  });
  await desk.invoke({ clock: QUARTER, until: FEBRUARY });
  expect(units() / before).toBeGreaterThan(1.5);
  await desk.invoke({ clock: QUARTER });
  desk.read((ledger) => expectSameBook(ledger, book, market));
});

test('prices revised after they were traded at change no return: what was paid was paid', async () => {
  const { market, book } = await desk.backtest();
  await desk.invoke({ clock: JANUARY });
  const ticker = largest();
  withMarket((loaded) => scaled(loaded, ticker, [...ADJUSTED, 'raw_close'], (day) => day < FEBRUARY, 1.01));
  await desk.invoke({ clock: QUARTER, until: FEBRUARY });
  const sql = "SELECT net FROM holdings JOIN sessions ON id = session WHERE day = '2022-02-01'";
  const ended = book.holdings.to.findIndex((session) => market.sessions[session] === FEBRUARY);
  expect(desk.read((ledger) => ledger.get(sql))).toEqual({ net: book.holdings.net[ended] });
});

test('a stock that is new, and first by name, moves every place and no figure', async () => {
  desk.remove();
  desk = await PaperDesk.open(smallStrategy({ 'limit weight 40%': 'limit weight 8%\n    limit gross 50%' }));
  const { market, book } = await desk.backtest();
  await desk.invoke({ clock: JANUARY });
  withMarket((loaded) => ({ ...loaded, ...withStockBefore(loaded) }));
  await desk.invoke({ clock: QUARTER });
  desk.read((ledger) => expectSameBook(ledger, book, market));
});

test('a stock that is held and no longer known stops it', async () => {
  await desk.invoke({ clock: JANUARY });
  const before = desk.read(contents);
  const held = largest();
  withMarket((loaded) => ({
    ...loaded,
    tickers: loaded.tickers.map((ticker) => (ticker === held ? `${ticker}2` : ticker)),
  }));
  await expect(desk.invoke({ clock: QUARTER })).rejects.toMatchObject({
    code: 'paper-stock-missing',
    message: expect.stringContaining(held),
  });
  expect(desk.read(contents)).toEqual(before);
});

test('a stock that is held, known by name and without a bar until its last price stops it', async () => {
  await desk.invoke({ clock: JANUARY });
  const before = desk.read(contents);
  const held = largest();
  withMarket((loaded) => scaled(loaded, held, ['close'], (day) => day < FEBRUARY, Number.NaN));
  await expect(desk.invoke({ clock: QUARTER })).rejects.toMatchObject({
    code: 'paper-stock-missing',
    message: expect.stringContaining(held),
  });
  expect(desk.read(contents)).toEqual(before);
});

test('a session that appears between two that are booked in turn stops it', async () => {
  await desk.invoke({ clock: JANUARY });
  const last = fromIsoDay('2022-01-31');
  // The data call the last session booked by another day: the one before the next is not it.
  withMarket((loaded) => ({ ...loaded, sessions: loaded.sessions.map((day) => (day === last ? day - 1 : day)) }));
  await expect(desk.invoke({ clock: QUARTER })).rejects.toMatchObject({ code: 'paper-calendar-changed' });
});

/** One that was never listed, at the first place. */
function withStockBefore(market: Market): Partial<Market> {
  const count = market.sessions.length;
  const bars = Object.fromEntries(
    Object.entries(market.bars).map(([field, panel]) => {
      const wider = newPanel(panel.length + count).fill(Number.NaN, 0, count);
      wider.set(panel, count);
      return [field, wider];
    }),
  ) as Market['bars'];
  const members = new Uint8Array(market.members.length + count);
  members.set(market.members, count);
  return {
    tickers: ['AAAA', ...market.tickers],
    bars,
    members,
    sectors: null,
    delistings: market.delistings.map((each) => ({ ...each, stock: each.stock + 1 })),
  };
}
