/** What documents say, held to the ledger's own tables, and to figures worked out in other ways. */
import { describe, expect, test } from 'vitest';
import type { Ledger } from '../../../runtime/paper/ledger/ledger.ts';
import type { Collection, PayloadOf, Recommendation } from '../../../runtime/publish/payloads.ts';
import { cosine } from '../../../runtime/publish/vectors.ts';
import { smallStrategy } from '../../support/command.ts';
import { PaperDesk, replay } from '../../support/paper.ts';

function payloads<C extends Collection>(ledger: Ledger, collection: C): PayloadOf[C][] {
  const sql = 'SELECT payload FROM documents WHERE collection = ? ORDER BY day, ticker';
  return ledger.all<{ payload: string }>(sql, collection).map(({ payload }) => JSON.parse(payload));
}

async function traded<T>(text: string, look: (ledger: Ledger) => T): Promise<T> {
  const desk = await PaperDesk.open(text);
  await desk.invoke({ clock: replay('2022-01-01', '2022-03-31') });
  try {
    return desk.read(look);
  } finally {
    desk.remove();
  }
}

const STRATEGIES: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['filled at the next open', {}],
  ['filled at the close that decides', { 'fill at next open': 'fill at close' }],
  ['rebalanced once a week', { 'smooth ewma(0.15)': 'smooth ewma(0.15)\n    rebalance weekly' }],
];

describe.each(STRATEGIES)('%s', (_, changes) => {
  test('weights held times the returns of recommendations are what each holding made', async () => {
    await traded(smallStrategy(changes), (ledger) => {
      const all = payloads(ledger, 'stock_recommendations');
      const returns = new Map(all.map((each) => [`${each.until} ${each.ticker}`, each.return]));
      const holdings = ledger.all<{ day: string; since: string; gross: number }>(
        'SELECT day, since, gross FROM holdings JOIN sessions ON id = session',
      );
      expect(holdings.length).toBeGreaterThan(55);
      for (const { day, since, gross } of holdings) {
        const held = ledger.all<{ ticker: string; held: number }>(
          'SELECT ticker, held FROM weights JOIN sessions ON id = session WHERE day = ? AND held <> 0',
          since,
        );
        const made = held.reduce((sum, { ticker, held: weight }) => sum + weight * returns.get(`${day} ${ticker}`)!, 0);
        expect(made).toBeCloseTo(gross, 12);
      }
    });
  });

  test('one recommendation for each name that is wanted or held, on its side', async () => {
    await traded(smallStrategy(changes), (ledger) => {
      const all = payloads(ledger, 'stock_recommendations');
      const orders = new Map(
        ledger
          .all<{ day: string; ticker: string; wanted: number }>(
            'SELECT day, ticker, wanted FROM orders JOIN sessions ON sessions.id = decided',
          )
          .map(({ day, ticker, wanted }) => [`${day} ${ticker}`, wanted]),
      );
      const inputs = new Map(
        ledger
          .all<{ day: string; ticker: string; price: number; prediction: number }>(
            'SELECT day, ticker, price, prediction FROM inputs JOIN sessions ON id = session',
          )
          .map((row) => [`${row.day} ${row.ticker}`, row]),
      );
      const known = new Set(all.map(({ day, ticker }) => `${day} ${ticker}`));
      expect([...orders].filter(([key, wanted]) => wanted !== 0 && !known.has(key))).toEqual([]);
      for (const each of all) {
        const key = `${each.day} ${each.ticker}`;
        expect(each.weight).toBeCloseTo(orders.get(key) ?? each.held, 12);
        const sign = each.weight || each.target || each.held;
        expect(each.side).toBe(sign > 0 ? 'long' : 'short');
        expect(each.price).toBeCloseTo(inputs.get(key)!.price, 9);
        expect(each.prediction).toBeCloseTo(inputs.get(key)!.prediction, 12);
      }
    });
  });
});

test('ranks count the eligible from the highest prediction on', async () => {
  await traded(smallStrategy(), (ledger) => {
    const day = '2022-02-01';
    const rows = ledger.all<{ ticker: string; prediction: number }>(
      `SELECT ticker, prediction FROM inputs JOIN sessions ON id = session
         WHERE day = ? AND eligible = 1 AND prediction IS NOT NULL`,
      day,
    );
    const ranked = payloads(ledger, 'stock_recommendations').filter((each) => each.day === day && each.rank !== null);
    expect(ranked.length).toBeGreaterThan(10);
    for (const { ticker, rank } of ranked) {
      const mine = rows.find((row) => row.ticker === ticker)!.prediction;
      expect(rank).toBe(1 + rows.filter(({ prediction }) => prediction > mine).length);
    }
  });
});

test('results are the holdings and sessions of the ledger', async () => {
  await traded(smallStrategy(), (ledger) => {
    const results = payloads(ledger, 'trading_results');
    const rows = ledger.all<Record<string, number>>(
      `SELECT sessions.equity, sessions.cash, net, gross, holdings.turnover, cost, spread, commission, impact,
         (SELECT count(*) FROM fills WHERE fills.session = sessions.id) AS fills,
         (SELECT count(*) FROM positions WHERE positions.session = sessions.id AND quantity > 0) AS longs,
         (SELECT count(*) FROM positions WHERE positions.session = sessions.id AND quantity < 0) AS shorts
       FROM sessions LEFT JOIN holdings ON holdings.session = sessions.id ORDER BY day`,
    );
    expect(results).toHaveLength(rows.length);
    for (const [i, row] of rows.entries()) {
      for (const [key, value] of Object.entries(row)) {
        const said = results[i]![key as 'net'];
        if (value === null) expect(said).toBeNull();
        else expect(said! / (value || 1)).toBeCloseTo(value === 0 ? 0 : 1, 11);
      }
    }
  });
});

test('figures of performance, worked out from equity alone', async () => {
  await traded(smallStrategy(), (ledger) => {
    const figures = payloads(ledger, 'performance_metrics').at(-1)!;
    const equity = ledger.all<{ equity: number }>('SELECT equity FROM sessions ORDER BY day').map((row) => row.equity);
    const { capital } = ledger.get<{ capital: number }>('SELECT capital FROM accounts')!;
    // The first two sessions hold nothing yet.
    const returns = equity
      .slice(1)
      .map((value, i) => value / equity[i]! - 1)
      .slice(-figures.sessions);
    const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length;
    const sd = Math.sqrt(returns.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (returns.length - 1));
    let peak = capital;
    const drawdowns = equity.map((value) => {
      peak = Math.max(peak, value);
      return value / peak - 1;
    });
    expect(figures.sessions).toBe(60);
    expect(figures.total_return).toBeCloseTo(equity.at(-1)! / capital - 1, 10);
    expect(figures.volatility).toBeCloseTo(sd * Math.sqrt(252), 10);
    expect(figures.sharpe).toBeCloseTo((mean / sd) * Math.sqrt(252), 8);
    expect(figures.sharpe_60).toBeCloseTo(figures.sharpe!, 10);
    expect(figures.max_drawdown).toBeCloseTo(Math.min(...drawdowns), 10);
    expect(figures.drawdown).toBeCloseTo(drawdowns.at(-1)!, 10);
    expect(figures.hit_rate).toBeCloseTo(returns.filter((value) => value > 0).length / 60, 10);
  });
});

test('a stop that sends the book to cash wants nothing more of what it holds', async () => {
  const text = smallStrategy({ 'limit weight 40%': 'stop when drawdown > 1% then flatten' });
  await traded(text, (ledger) => {
    const tripped = payloads(ledger, 'trading_results').find(({ stops }) => stops.length > 0)!;
    expect(tripped).toMatchObject({ stopped: true, stops: ['drawdown > 1%'] });
    const isThatDay = ({ day }: Recommendation) => day === tripped.day;
    const wanted = payloads(ledger, 'stock_recommendations').filter(isThatDay);
    expect(wanted.length).toBeGreaterThan(0);
    expect(wanted.every(({ weight }) => weight === 0)).toBe(true);
    expect(wanted.some(({ held }) => held !== 0)).toBe(true);
  });
});

test('stored predictions have vectors of features, too: those of the model, but for what it clips', async () => {
  const desk = await PaperDesk.open();
  await desk.backtest();
  const clock = replay('2022-01-01', '2022-01-07');
  await desk.invoke({ clock, predictions: 'stored' });
  await desk.invoke({ clock, predictions: 'model', account: 'model' });
  const vectors = (account: string) =>
    desk.read((ledger) => {
      const sql =
        'SELECT day, ticker, features FROM documents WHERE account = ? AND ticker IS NOT NULL ORDER BY day, ticker';
      return ledger.all<{ day: string; ticker: string; features: Uint8Array }>(sql, account);
    });
  const [stored, model] = [vectors('desk'), vectors('model')];
  expect(stored.length).toBeGreaterThan(30);
  for (const [i, { day, ticker, features }] of stored.entries()) {
    expect(model[i]).toMatchObject({ day, ticker });
    const floats = (bytes: Uint8Array) => new Float32Array(bytes.slice().buffer);
    expect(cosine(floats(features), floats(model[i]!.features))).toBeGreaterThan(0.99);
  }
  desk.remove();
});
