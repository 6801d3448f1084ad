/** Pieces of the evidence on cases that can be worked out by hand. */
import { expect, test } from 'vitest';
import type { Plan } from '../../../compiler/plan.ts';
import { bySector, marketExposure } from '../../../runtime/evidence/attribution.ts';
import { alignedReturns, tryBook } from '../../../runtime/evidence/books.ts';
import { capacityOf } from '../../../runtime/evidence/capacity.ts';
import { decayOf } from '../../../runtime/evidence/decay.ts';
import { importanceOf } from '../../../runtime/evidence/importance.ts';
import { intervalsOf } from '../../../runtime/evidence/intervals.ts';
import { seedResults, splitPathsOf } from '../../../runtime/evidence/models.ts';
import { pairedTest } from '../../../runtime/evidence/paired.ts';
import { pathsOf } from '../../../runtime/evidence/paths.ts';
import { Progress } from '../../../runtime/evidence/progress.ts';
import { closeLag } from '../../../runtime/evidence/scores.ts';
import { tailsOf } from '../../../runtime/evidence/tails.ts';
import type { ModelEngine } from '../../../runtime/models/model.ts';
import { UserError } from '../../../runtime/ports.ts';
import { random } from '../../../runtime/random.ts';
import type { BookResult, FeatureSet, Holdings, ModelPredictions, Predictions } from '../../../runtime/results.ts';
import { madeUpMarket } from './support.ts';

const silent = () => new Progress({ emit() {} }, undefined, 9);

test('contributions are summed by sector, those in none last; without sectors there is nothing to sum', () => {
  const contributions = [
    { ticker: 'A', total: 0.03, long: 0.03, short: 0 },
    { ticker: 'B', total: 0.01, long: 0.02, short: -0.01 },
    { ticker: 'C', total: -0.04, long: 0, short: -0.04 },
  ];
  const sector = (ticker: string) => ({ A: 'Utilities', B: 'Energy' })[ticker] ?? null;
  expect(bySector([...contributions, { ticker: 'D', total: 1, long: 1, short: 0 }], sector)).toEqual([
    { sector: 'Energy', long: 0.02, short: -0.01 },
    { sector: 'Utilities', long: 0.03, short: 0 },
    { sector: 'in no sector', long: 1, short: -0.04 },
  ]);
  expect(bySector(contributions, () => null)).toEqual([]);
});

test('returns that are half the market and a tenth of a percent have that beta and alpha, and nothing else', () => {
  const level = Float64Array.of(100, 110, 99, 99, 108.9);
  const from = Int32Array.of(0, 1, 2, 3);
  const to = Int32Array.of(1, 2, 3, 4);
  // The market: 10%, −10%, 0%, 10%.
  const net = Float64Array.of(0.051, -0.049, 0.001, 0.051);
  const found = marketExposure({ from, to, net }, { name: 'SPY', level }, 252)!;
  expect(found.beta).toBeCloseTo(0.5, 12);
  expect(found.alpha).toBeCloseTo(0.252, 12);
  expect(found.rSquared).toBeCloseTo(1, 12);
  expect(marketExposure({ from, to, net }, { name: 'flat', level: new Float64Array(5).fill(7) }, 252)).toBeNull();
});

test('trading a day of volume costs a day of volatility, and four times the capital costs twice as much', () => {
  // Closes go up by 1% and down to where they were: an sd of the last 20 returns that can be worked out.
  const market = madeUpMarket({ stocks: 2, sessions: 30, close: (_, t) => (t % 2 === 0 ? 100 : 101) });
  const { dollar_volume } = market.bars;
  dollar_volume.fill(1e6);
  const [up, down] = [0.01, 100 / 101 - 1];
  const sd = Math.sqrt((10 * (up - (up + down) / 2) ** 2 + 10 * (down - (up + down) / 2) ** 2) / 19);
  const weights = {
    starts: Int32Array.of(0, 1, 1),
    stock: Int32Array.of(1),
    held: Float64Array.of(0.5),
    drifted: Float64Array.of(0),
  };
  const decisions = { count: 2, filled: Int32Array.of(25, 26), weights };
  const holdings = { count: 2, net: Float64Array.of(0.01, 0.01) };
  const found = capacityOf(market, { decisions, holdings } as unknown as BookResult, 252)!;
  // Half of the capital is traded once in two holdings: cost 0.5 · sd · √(0.5 · capital / 1e6) / 2 a session.
  const cost = (capital: number) => (0.5 * sd * Math.sqrt((0.5 * capital) / 1e6)) / 2;
  const at = (capital: number) => found.points.find((point) => point.capital === capital)!.annualReturn!;
  expect(at(1e6)).toBeCloseTo((0.01 - cost(1e6)) * 252, 10);
  expect(0.01 * 252 - at(1e8)).toBeCloseTo(10 * (0.01 * 252 - at(1e6)), 9);
  expect(found.unpriced).toBe(0);
  expect(cost(found.breakEven!)).toBeCloseTo(0.01, 12);
  dollar_volume.fill(0);
  expect(capacityOf(market, { decisions, holdings } as unknown as BookResult, 252)).toMatchObject({ unpriced: 0.5 });
});

test('what knows the next session and nothing after has its rank IC there, counted from the fill', () => {
  const market = madeUpMarket({ stocks: 30, sessions: 60, seed: 4 });
  const n = 60;
  const close = market.bars.close;
  const noise = random(9);
  const values = close.map((price, at) =>
    at % n < n - 1 ? close[at + 1]! / price - 1 + 0.001 * noise.normal() : Number.NaN,
  );
  const plan = { execution: { fillAt: 'close' } } as Plan;
  const predictions = { values, evaluation: { first: 0, end: n } } as Predictions;
  const decay = decayOf(plan, market, predictions);
  expect(decay.map(({ horizon }) => horizon)).toEqual([1, 2, 3, 5, 10, 15, 20]);
  expect(decay[0]!.rankIc!).toBeGreaterThan(0.99);
  expect(decay[1]!.rankIc!).toBeLessThan(0.9);
  // Filled a session later, the return that was known is over.
  const late = decayOf({ execution: { fillAt: 'next close' } } as Plan, market, predictions);
  expect(Math.abs(late[0]!.rankIc!)).toBeLessThan(0.15);
});

test('a feature that the model reads is worth its rank IC, one that it does not read nothing', async () => {
  const [stocks, sessions] = [20, 30];
  const source = random(5);
  const values = Float32Array.from({ length: stocks * sessions * 2 }, () => source.normal());
  const tensor = { values, stocks, sessions, features: 2 };
  const labels = Float64Array.from({ length: stocks * sessions }, (_, at) => values[2 * at]!);
  const all = Int32Array.from({ length: sessions }, (_, t) => t);
  const sections = {
    sessions: all,
    offsets: Int32Array.from({ length: sessions + 1 }, (_, t) => t * stocks),
    stocks: Int32Array.from({ length: stocks * sessions }, (_, k) => k % stocks),
  };
  // A model that says the first feature of the session itself.
  const engine = {
    create: async (_: unknown, given: typeof tensor) => {
      const copy = given.values.slice();
      return {
        predict: async (of: typeof sections) =>
          Float32Array.from(of.stocks, (stock, k) => {
            const session = of.sessions[of.offsets.findLastIndex((offset) => offset <= k)]!;
            return copy[(stock * sessions + session) * 2]!;
          }),
        dispose() {},
      };
    },
  } as unknown as ModelEngine;
  const axes = madeUpMarket({ stocks, sessions });
  const day = (t: number) => new Date(axes.sessions[t]! * 86_400_000).toISOString().slice(0, 10);
  const test = [{ from: day(10), to: day(29) }];
  const plan = { model: { window: 1, seed: 7, batchSessions: 8 }, split: { folds: [{ test }] } } as unknown as Plan;
  const features = { tensor, labels, sections, names: ['read', 'unread'] } as unknown as FeatureSet;
  const found = (await importanceOf({ plan, axes, features, weights: {}, engine, fold: 0 }, silent()))!;
  expect(found).toMatchObject({ sessions: 20, rankIc: 1 });
  expect(found.features.map(({ feature }) => feature)).toEqual(['read', 'unread']);
  expect(found.features[0]!.drop!).toBeGreaterThan(0.8);
  expect(found.features[1]!.drop).toBeNull();
});

test('pairs are of the sessions that both have', () => {
  const own = [0.01, -0.01, 0.02, 0.01, -0.02, 0.015];
  const test = pairedTest(own, [0, null, 0.01, 0, -0.01, null], 252, 7)!;
  expect(test.sessions).toBe(4);
  // Differences 0.01, 0.01, 0.01, −0.01.
  expect(test.meanDifference).toBeCloseTo(0.005 * 252, 12);
  expect(pairedTest(own, [0, null, null, null, null, null], 252, 7)).toBeNull();
  expect(pairedTest(own, own, 252, 7)).toMatchObject({ sharpeDifference: null, meanDifference: null });
});

test('returns are aligned by the session in which holdings end', () => {
  const of = { to: Int32Array.of(4, 6), net: Float64Array.of(0.1, 0.2) } as Holdings;
  expect(alignedReturns(of, { to: Int32Array.of(4, 5, 6) })).toEqual([0.1, null, 0.2]);
});

test('lost equity is an outcome; a bug is none', () => {
  const lost = () => {
    throw new UserError('equity-lost', 'equity fell to zero on 2024-01-02');
  };
  expect(tryBook(lost, {})).toEqual({ failed: 'equity fell to zero on 2024-01-02' });
  expect(() => tryBook(() => JSON.parse('{'), {})).toThrow(SyntaxError);
});

test('each seed and each path has its book; a single one has none of its own', async () => {
  const plan = (seeds: number, paths: number) =>
    ({ model: { seed: 7, seeds }, split: { paths: Array.from({ length: paths }, () => []) } }) as unknown as Plan;
  const evaluation = { rankIc: Float64Array.of(0.02, 0.04) };
  const models = {
    ofSeed: async (seed: number) => ({ values: Float64Array.of(seed), evaluation }),
    ofPath: async (path: number) => ({ values: Float64Array.of(path), evaluation }),
  } as unknown as ModelPredictions;
  const run = ({ predictions }: { predictions?: { values: Float64Array } }) =>
    ({
      figures: { net: { sharpe: predictions!.values[0]! } },
      decisions: { flags: [], decided: [] },
    }) as unknown as BookResult;
  const seeds = await seedResults(plan(2, 1), models, run, silent());
  expect(seeds.map(({ seed, figures, rankIc }) => [seed, figures!.sharpe, rankIc])).toEqual([
    [7, 7, 0.03],
    [8, 8, 0.03],
  ]);
  const paths = await splitPathsOf(plan(1, 3), models, run, silent());
  expect(paths.map(({ figures }) => figures!.sharpe)).toEqual([0, 1, 2]);
  expect(await seedResults(plan(1, 1), models, run, silent())).toEqual([]);
  expect(await splitPathsOf(plan(1, 1), models, run, silent())).toEqual([]);
});

test('closes are as old as those that the features use, and never of the session of an open', () => {
  const plan = (decideAt: 'open' | 'close', ...shifts: (number | 'open')[]) =>
    ({
      features: { features: shifts.map((_, k) => ({ name: `f${k}`, node: String(k) })) },
      expressions: Object.fromEntries(
        shifts.map((shift, k) => [
          String(k),
          { availability: shift === 'open' ? { at: 'open', shift: 0, delay: 0 } : { at: 'close', shift, delay: 0 } },
        ]),
      ),
      execution: { decideAt },
    }) as unknown as Plan;
  expect(closeLag(plan('close', 0, -3))).toBe(0);
  expect(closeLag(plan('close', -1, -2))).toBe(1);
  expect(closeLag(plan('open', -1))).toBe(1);
  expect(closeLag(plan('close', 'open'))).toBe(1);
});

test('nothing is drawn from too few returns, and figures that are undefined have no interval', () => {
  expect([pathsOf(new Float64Array(1), 7), tailsOf(new Float64Array())]).toEqual([null, []]);
  expect(intervalsOf(new Float64Array(30), 252, 7).map(({ figure }) => figure)).not.toContain('sharpe');
  const net = Float64Array.from({ length: 60 }, (_, h) => (h % 3 === 0 ? -0.01 : 0.008));
  const [sharpe] = intervalsOf(net, 252, 7);
  expect(sharpe).toMatchObject({ figure: 'sharpe', level: 0.95 });
  expect(sharpe!.low).toBeLessThan(sharpe!.value);
  expect(sharpe!.high).toBeGreaterThan(sharpe!.value);
  const paths = pathsOf(net, 7)!;
  const { p5, p50, p95 } = paths.finalEquity;
  expect([p5 < p50, p50 < p95, paths.fan[0]!.p50, paths.fan.at(-1)!.session]).toEqual([true, true, 1, 60]);
  expect(paths.fan.at(-1)!.p50).toBe(p50);
});
