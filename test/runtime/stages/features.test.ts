import { describe, expect, test } from 'vitest';
import { toIsoDay } from '../../../runtime/market.ts';
import { UserError } from '../../../runtime/ports.ts';
import { layOutFeatures, runFeatures } from '../../../runtime/stages/features.ts';
import { Graph } from '../../support/expressions.ts';
import { type MarketParts, marketOf } from '../../support/market.ts';
import { type PlanParts, planOf } from '../../support/plan.ts';

const SESSIONS = 30;
const FIRST = 18_000;
const day = (t: number) => toIsoDay(FIRST + t);
const range = (first: number, last: number) => ({ from: day(first), to: day(last) });

/** Two stocks; one feature, the one-session return. */
function made(parts: Partial<PlanParts> = {}, market: Partial<MarketParts> = {}) {
  const graph = new Graph();
  const close = graph.field('close');
  const plan = planOf({
    expressions: graph.nodes,
    features: [{ name: 'ret_1d', node: graph.call('returns', [close], [1]) }],
    label: graph.call('forward_return', [close], [1], 'label'),
    require: [graph.call('greater', [graph.field('raw_close'), graph.constant(5)], [], 'mask')],
    window: 3,
    warmUp: 3,
    normalize: { method: 'zscore', clip: 2, fittedOn: 'train' },
    split: { train: range(0, 14), validate: range(15, 19), test: range(20, 29) },
    ...parts,
  });
  const prices = Float64Array.from({ length: 2 * SESSIONS }, (_, i) => 50 + 5 * Math.sin(i * 1.7));
  return {
    prices,
    run: () => {
      const bars = { close: prices, raw_close: prices };
      const made = marketOf({ tickers: ['A', 'B'], sessions: SESSIONS, bars, ...market });
      return layOutFeatures(plan, plan.split.folds[0]!, made, runFeatures(plan, made));
    },
  };
}

function failure(run: () => unknown): UserError {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return error as UserError;
  }
  throw new Error('nothing was thrown');
}

describe('features stage', () => {
  test('a label may be in excess of the mean over the members', () => {
    const graph = new Graph();
    const ahead = graph.call('forward_return', [graph.field('close')], [1], 'label');
    const label = graph.call('subtract', [ahead, graph.call('mean_across', [ahead], [], 'label')], [], 'label');
    const { prices, run } = made({
      expressions: graph.nodes,
      label,
      features: [{ name: 'ret_1d', node: graph.call('returns', [graph.field('close')], [1]) }],
      require: [],
    });
    const { labels } = run();
    const [a, b] = [0, SESSIONS].map((stock) => prices[stock + 8]! / prices[stock + 7]! - 1);
    expect(labels[7]).toBeCloseTo((a! - b!) / 2, 14);
    expect(labels[SESSIONS + 7]).toBeCloseTo((b! - a!) / 2, 14);
  });

  test('a gap takes a stock out while it is within look-back and window', () => {
    const { prices, run } = made();
    prices[SESSIONS + 10] = Number.NaN;
    const { present, labels } = run();
    const absent = (stock: number) =>
      Array.from({ length: SESSIONS }, (_, t) => t).filter((t) => present[stock * SESSIONS + t] === 0);
    expect(absent(0)).toEqual([0, 1, 2]);
    expect(absent(1)).toEqual([0, 1, 2, 10, 11, 12, 13]);
    expect(labels[4]).toBe(prices[5]! / prices[4]! - 1);
    expect(labels[SESSIONS - 1]).toBeNaN();
  });

  test('an infinite feature counts as missing, in what is present and in the tensor', () => {
    const graph = new Graph();
    const close = graph.field('close');
    const { prices, run } = made({
      expressions: graph.nodes,
      features: [{ name: 'level', node: close }],
      label: graph.call('forward_return', [close], [1], 'label'),
      require: [],
      normalize: null,
    });
    prices[SESSIONS + 10] = Number.POSITIVE_INFINITY;
    const { present, tensor } = run();
    const absent = Array.from({ length: SESSIONS }, (_, t) => t).filter((t) => present[SESSIONS + t] === 0);
    expect(absent).toEqual([0, 1, 10, 11, 12]);
    expect(tensor.values[SESSIONS + 10]).toBeNaN();
  });

  test('membership is asked at t only, `require` too', () => {
    const members = new Uint8Array(2 * SESSIONS).fill(1).fill(0, 0, 8);
    const { present, eligible, sections } = made({}, { members }).run();
    expect(present.indexOf(1)).toBe(8);
    expect(eligible.indexOf(1)).toBe(8);
    expect([...sections.sessions.slice(0, 2)]).toEqual([3, 4]);
    expect([...sections.stocks.slice(0, 2)]).toEqual([1, 1]);
  });

  test('the tensor has mean 0 and sd 1 over the members of train, and is clipped', () => {
    const { run } = made({ normalize: { method: 'zscore', clip: null, fittedOn: 'train' } });
    const { tensor } = run();
    const pooled = [0, 1].flatMap((stock) => [...tensor.values.subarray(stock * SESSIONS + 1, stock * SESSIONS + 15)]);
    const mean = pooled.reduce((sum, value) => sum + value, 0) / pooled.length;
    const variance = pooled.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (pooled.length - 1);
    expect(mean).toBeCloseTo(0, 6);
    expect(variance).toBeCloseTo(1, 6);
    const clipped = made({ normalize: { method: 'zscore', clip: 0.5, fittedOn: 'train' } }).run();
    expect(Math.max(...clipped.tensor.values.filter((value) => !Number.isNaN(value)))).toBe(0.5);
  });

  test('without normalize the values are as they are', () => {
    const { prices, run } = made({ normalize: null });
    const { tensor, normalizer } = run();
    expect(normalizer).toBeNull();
    expect(tensor.values[7]).toBe(Math.fround(prices[7]! / prices[6]! - 1));
  });

  test('twice gives the same bits', () => {
    expect(made().run()).toEqual(made().run());
  });
});

describe('features stage: what a person must act on', () => {
  test('no stock is a member', () => {
    const error = failure(made({}, { members: new Uint8Array(2 * SESSIONS) }).run);
    expect(error.code).toBe('universe-empty');
    expect(error.message).toMatch(/no stock of this market is a member of SP500/);
  });

  test('no member meets `require`', () => {
    const { prices, run } = made();
    prices.fill(4);
    const error = failure(run);
    expect(error.code).toBe('universe-empty');
    expect(error.message).toMatch(/meets the `require` on any session/);
  });

  test('a window without a session in the data', () => {
    const error = failure(made({ split: { train: range(0, 14), validate: range(15, 19), test: range(40, 50) } }).run);
    expect(error.code).toBe('no-cross-section');
    expect(error.message).toBe('the data has no session in test (2019-05-24 .. 2019-06-03)');
    expect(error.hints[0]).toBe('it covers 30 sessions, 2019-04-14 .. 2019-05-13');
  });

  test('a window before look-back and model window are filled', () => {
    const error = failure(made({ window: 20, warmUp: 20 }).run);
    expect(error.code).toBe('no-cross-section');
    expect(error.message).toMatch(/predicted in train .* every feature present over 20 sessions/);
    expect(error.hints[0]).toMatch(/needs 21 sessions of history: 1 for .* and 20 for .* ends 15 sessions into/);
  });

  test('a window in which nobody is eligible', () => {
    const members = new Uint8Array(2 * SESSIONS).fill(1).fill(0, 20, 30).fill(0, 50, 60);
    const error = failure(made({}, { members }).run);
    expect(error.message).toMatch(/predicted in test/);
    expect(error.hints).toEqual([expect.stringMatching(/no member meets every `require` there/)]);
  });

  test('a feature that never changes', () => {
    const { prices, run } = made();
    prices.fill(50);
    expect(failure(run).code).toBe('constant-feature');
  });
});
