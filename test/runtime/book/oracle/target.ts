/** Steps 1 and 2 of docs/book.md for one portfolio, the slow and obvious way: everything sorted, nothing reused. */

import type { Allocation } from '../../../../runtime/allocation/allocation.ts';
import { type ReturnWindow, sampleCovariance, shrunkCovariance } from '../../../../runtime/allocation/covariance.ts';
import { hierarchicalRiskParity } from '../../../../runtime/allocation/hierarchicalRiskParity.ts';
import { kellyBets } from '../../../../runtime/allocation/kelly.ts';
import { meanVariance, minimumVariance } from '../../../../runtime/allocation/meanVariance.ts';
import { riskParity } from '../../../../runtime/allocation/riskParity.ts';
import type { LegRules, SleeveRules } from '../../../../runtime/book/types.ts';
import { UserError } from '../../../../runtime/ports.ts';
import type { TestSession } from '../support.ts';

type CovarianceRule = Extract<SleeveRules['weight'], { readonly over: number }>;

export interface SleeveMemory {
  target: number[];
  smoothed: number[];
  hasSmoothed: boolean;
}

/** @param past the sessions until the decision's own, which is the last. Null: the cross-section is empty. */
export function targetOf(
  sleeve: SleeveRules,
  past: readonly TestSession[],
  before: readonly number[],
): number[] | null {
  const session = past.at(-1)!;
  const legs: (readonly [LegRules, 1 | -1])[] = [];
  if (sleeve.long !== null) legs.push([sleeve.long, 1]);
  if (sleeve.short !== null) legs.push([sleeve.short, -1]);
  const sameScore = sleeve.long !== null && sleeve.short !== null && sleeve.long.score === sleeve.short.score;
  const target = before.map(() => 0);
  let isEmpty = true;
  for (const [leg, sign] of legs) {
    const order = orderOf(session, leg);
    if (order.length > 0) isEmpty = false;
    const chosen = chosenOf(leg, sign, order, sameScore, before).filter(
      (i) => leg.filter === null || session.rows[leg.filter]![i] === 1,
    );
    const sizes = sizesOf(sleeve.weight, leg, sign, chosen, order, past);
    chosen.forEach((i, k) => {
      target[i]! += sign * sizes[k]!;
    });
  }
  if (isEmpty) return null;
  if (sleeve.hold !== null && session.rows[sleeve.hold]![0] !== 1) return target.map(() => 0);
  return sleeve.neutral === null ? target : neutralised(target, sleeve.neutral, session);
}

/** Score descending, of equal scores the earlier ticker. */
function orderOf(session: TestSession, { score }: LegRules): number[] {
  const scores = session.rows[score]!;
  return [...session.eligible.keys()]
    .filter((i) => session.eligible[i] === 1 && !Number.isNaN(scores[i]!))
    .sort((a, b) => scores[b]! - scores[a]! || a - b);
}

/** Best of the side first. */
function chosenOf(
  { take }: LegRules,
  sign: 1 | -1,
  order: readonly number[],
  sameScore: boolean,
  before: readonly number[],
): number[] {
  const best = sign === 1 ? [...order] : [...order].reverse();
  if (take.kind === 'all') return best;
  const most = sameScore ? Math.floor(order.length / 2) : order.length;
  const places = (taken: number): number =>
    Math.min(most, take.kind === 'count' ? taken : Math.max(1, Math.floor(taken * order.length + 1e-9)));
  return best.filter(
    (i, place) => place < places(take.enter) || (place < places(take.keep) && Math.sign(before[i]!) === sign),
  );
}

function sizesOf(
  weight: SleeveRules['weight'],
  { gross, score }: LegRules,
  sign: 1 | -1,
  chosen: readonly number[],
  order: readonly number[],
  past: readonly TestSession[],
): number[] {
  const session = past.at(-1)!;
  const scores = session.rows[score]!;
  const median = medianOf(order.map((i) => scores[i]!));
  const distances = chosen.map((i) => Math.max(0, sign * (scores[i]! - median)));
  const strengths = distances.some((each) => each > 0) ? distances : distances.map(() => 1);
  const volatility = (i: number): number =>
    'volatility' in weight ? session.rows[weight.volatility]![i]! : Number.NaN;
  const hasNone = (i: number): boolean => !(volatility(i) > 0);
  switch (weight.method) {
    case 'equal':
      return chosen.map(() => gross / chosen.length);
    case 'score':
      return shared(strengths, gross);
    case 'rank':
      return shared(
        chosen.map((_, place) => chosen.length - place),
        gross,
      );
    case 'inverse_volatility':
      return shared(
        chosen.map((i) => (hasNone(i) ? null : 1 / volatility(i))),
        gross,
      );
    case 'score_over_volatility':
      return shared(
        chosen.map((i, k) => (hasNone(i) ? null : strengths[k]! / volatility(i))),
        gross,
      );
    default:
      return allocatedSizes(
        weight,
        gross,
        chosen,
        chosen.map((i) => sign * scores[i]!),
        past,
      );
  }
}

/** By an optimiser, which has vectors of its own: what it is asked, and what becomes of its answer. */
function allocatedSizes(
  weight: CovarianceRule,
  gross: number,
  chosen: readonly number[],
  means: readonly number[],
  past: readonly TestSession[],
): number[] {
  const history = new Map(chosen.map((i) => [i, returnsOf(i, weight.returns, weight.over, past)]));
  const names = [...chosen]
    .sort((a, b) => a - b)
    .filter((i) => !history.get(i)!.some(Number.isNaN) && new Set(history.get(i)).size > 1);
  if (names.length === 0) return chosen.map(() => 0);
  const values = Float64Array.from(names.flatMap((i) => history.get(i)!));
  const expected = Float64Array.from(names, (i) => means[chosen.indexOf(i)]!);
  const found = allocationOf(weight, { values, names: names.length, sessions: weight.over }, expected);
  if (found.kind === 'failed') throw new UserError('weights-failed', found.reason, []);
  const bets = [...found.weights];
  const factor = weight.method === 'kelly' ? Math.min(1, gross / sum(bets)) : gross;
  return chosen.map((i) => (names.includes(i) ? factor * bets[names.indexOf(i)]! : 0));
}

function allocationOf(weight: CovarianceRule, returns: ReturnWindow, expected: Float64Array): Allocation {
  const shrunk = shrunkCovariance(returns);
  const atCap = 'cap' in weight && returns.names * weight.cap <= 1 && weight.method !== 'kelly';
  const caps = new Float64Array(returns.names).fill('cap' in weight ? weight.cap : 1);
  if (atCap) return { kind: 'weights', weights: caps };
  const over = (sessions: number): Float64Array => shrunk.map((each) => sessions * each);
  switch (weight.method) {
    case 'risk_parity':
      return riskParity(shrunk);
    case 'hierarchical_risk_parity':
      return hierarchicalRiskParity(sampleCovariance(returns));
    case 'minimum_variance':
      return minimumVariance(shrunk, caps);
    case 'mean_variance':
      return meanVariance(over(weight.horizon), expected, caps, weight.aversion);
    case 'kelly':
      return kellyBets(over(weight.horizon), expected, weight);
  }
}

/** The last `window` of one stock, oldest first; NaN where there is none. */
export function returnsOf(stock: number, node: string, window: number, past: readonly TestSession[]): number[] {
  return Array.from({ length: window }, (_, k) => past.at(k - window)?.rows[node]?.[stock] ?? Number.NaN);
}

/** In proportion; who has nothing to go by gets nothing, and the others its part. */
function shared(parts: readonly (number | null)[], gross: number): number[] {
  const known = parts.filter((part) => part !== null);
  const total = sum(known);
  return parts.map((part) => (part === null ? 0 : total === 0 ? gross / known.length : (gross * part) / total));
}

function neutralised(
  target: readonly number[],
  neutral: NonNullable<SleeveRules['neutral']>,
  session: TestSession,
): number[] {
  const one = target.map(() => 1);
  const betas = neutral.to === 'beta' ? [...session.rows[neutral.beta]!] : one;
  const sectors = neutral.to === 'sector' ? [...session.rows[neutral.sector]!] : one;
  const left = target.map((weight, i) => (Number.isNaN(betas[i]!) ? 0 : weight));
  return left.map((weight, i) => {
    const own = left.map((_, j) => j).filter((j) => Object.is(sectors[j], sectors[i]));
    const longs = sum(own.map((j) => (left[j]! > 0 ? left[j]! * betas[j]! : 0)));
    const shorts = sum(own.map((j) => (left[j]! < 0 ? -left[j]! * betas[j]! : 0)));
    if (weight === 0 || longs === shorts) return weight;
    if (!(longs * shorts > 0)) return 0;
    const [mine, other] = weight > 0 ? [longs, shorts] : [shorts, longs];
    return Math.abs(mine) > Math.abs(other) ? weight * (other / mine) : weight;
  });
}

/** Step 2, in place. */
export function smoothTo(memory: SleeveMemory, target: number[], alpha: number, eligible: Uint8Array): void {
  const { smoothed, hasSmoothed } = memory;
  memory.target = target;
  memory.hasSmoothed = true;
  memory.smoothed = target.map((weight, i) => {
    if (!hasSmoothed) return weight;
    if (eligible[i] !== 1) return 0;
    const next = alpha * weight + (1 - alpha) * smoothed[i]!;
    return weight === 0 && Math.abs(next) < 0.0001 ? 0 : next;
  });
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
