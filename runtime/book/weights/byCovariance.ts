/**
 * Weights from how names move together: the covariance of their last one-session returns, known at the decision. A name
 * that misses one of them, or never moved, is left out. It is shrunk after Ledoit and Wolf, so that there may be more names
 * than sessions; hierarchical risk parity, which inverts nothing, takes the sample's own as its author does.
 */
import { ALLOCATION_FAILURES, type Allocation } from '../../allocation/allocation.ts';
import { type ReturnWindow, sampleCovariance, shrunkCovariance } from '../../allocation/covariance.ts';
import { hierarchicalRiskParity } from '../../allocation/hierarchicalRiskParity.ts';
import { kellyBets } from '../../allocation/kelly.ts';
import { meanVariance, minimumVariance } from '../../allocation/meanVariance.ts';
import { riskParity } from '../../allocation/riskParity.ts';
import { toIsoDay } from '../../market.ts';
import { UserError } from '../../ports.ts';
import type { BookSession, LegRules, SleeveRules } from '../types.ts';
import type { SideNames } from './divide.ts';

export type CovarianceRule = Extract<SleeveRules['weight'], { readonly over: number }>;

export function byCovariance(
  rule: CovarianceRule,
  { gross }: LegRules,
  side: SideNames,
  session: BookSession,
): Float64Array {
  const { places, returns } = movingNames(rule, side, session);
  const weights = new Float64Array(side.names.length).fill(Number.NaN);
  if (places.length === 0) return weights;
  const score = Float64Array.from(places, (n) => side.sign * side.ordering.scoreOf(side.names[n]!));
  const found = allocate(rule, returns, score);
  if (found.kind === 'failed') throw weightsFailed(rule, ALLOCATION_FAILURES[found.reason], places.length, session);
  const scale = rule.method === 'kelly' ? kellyScale(found.weights, gross) : gross;
  places.forEach((n, k) => {
    weights[n] = scale * found.weights[k]!;
  });
  return weights;
}

/** The names of a side without a missing return that are not constant, by their places in it, and their returns. */
function movingNames(
  { returns: node, over }: CovarianceRule,
  { names }: SideNames,
  session: BookSession,
): { readonly places: readonly number[]; readonly returns: ReturnWindow } {
  const values = session.history(node, names, over);
  const of = (n: number): Float64Array => values.subarray(n * over, (n + 1) * over);
  const places = Array.from(names.keys()).filter((n) => {
    const own = of(n);
    return !own.some(Number.isNaN) && own.some((value) => value !== own[0]);
  });
  const moving = new Float64Array(places.length * over);
  places.forEach((n, k) => {
    moving.set(of(n), k * over);
  });
  return { places, returns: { values: moving, names: places.length, sessions: over } };
}

/** @param score as an expected return of the side, over the rule's horizon. */
function allocate(rule: CovarianceRule, returns: ReturnWindow, score: Float64Array): Allocation {
  switch (rule.method) {
    case 'risk_parity':
      return riskParity(shrunkCovariance(returns));
    case 'hierarchical_risk_parity':
      return hierarchicalRiskParity(sampleCovariance(returns));
    case 'minimum_variance':
      return capped(rule.cap, returns.names, (caps) => minimumVariance(shrunkCovariance(returns), caps));
    case 'mean_variance': {
      const covariance = over(shrunkCovariance(returns), rule.horizon);
      return capped(rule.cap, returns.names, (caps) => meanVariance(covariance, score, caps, rule.aversion));
    }
    case 'kelly':
      return kellyBets(over(shrunkCovariance(returns), rule.horizon), score, rule);
  }
}

/** Fewer names than the caps need are held at the cap each, and the rest of the side stays in cash. */
function capped(cap: number, names: number, allocation: (caps: Float64Array) => Allocation): Allocation {
  const caps = new Float64Array(names).fill(cap);
  return names * cap <= 1 ? { kind: 'weights', weights: caps } : allocation(caps);
}

/** Of returns over so many sessions, as if those of different sessions had nothing in common. */
function over(covariance: Float64Array, sessions: number): Float64Array {
  return covariance.map((value) => value * sessions);
}

/** Bets that add up to more than the gross all shrink by one factor. */
function kellyScale(bets: Float64Array, gross: number): number {
  const total = bets.reduce((sum, bet) => sum + bet, 0);
  return total > gross ? gross / total : 1;
}

function weightsFailed(rule: CovarianceRule, reason: string, names: number, { day }: BookSession): UserError {
  return new UserError(
    'weights-failed',
    `\`${rule.method}\` found no weights for the ${names} names of a side on ${toIsoDay(day)}: ${reason}`,
    ['look at the returns of that day and the sessions before it', 'or divide the side another way, such as `equal`'],
  );
}
