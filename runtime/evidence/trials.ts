/**
 * How many hypotheses were tried on this test, and what the best of so many would show without any skill. What counts
 * as one, and why: docs/decisions/what-counts-as-a-trial.md.
 */
import type { MembersSpec } from '../../compiler/plan.ts';
import { mean, ratio, standardDeviation } from '../figures/moments.ts';
import { backtestOverfitting } from '../figures/overfitting.ts';
import { deflatedSharpe, expectedMaximumSharpe, probabilisticSharpe, sharpeMoments } from '../figures/significance.ts';

/** What a later run must know of this one. `trial.json` of a run's folder. */
export interface Trial {
  readonly strategy: string;
  /** Whoever changes a number, the seed included, tries another hypothesis. */
  readonly planHash: string;
  readonly members: MembersSpec;
  /** The data as people call it: markets made up from two seeds are two markets. */
  readonly data: string;
  /** ISO days in which the holdings ended, ascending, and their net returns. */
  readonly sessions: readonly string[];
  readonly net: readonly number[];
}

export interface Luck {
  /** Distinct hypotheses, this one included. */
  readonly hypotheses: number;
  /** Per session; null when undefined. */
  readonly probabilisticSharpe: number | null;
  readonly deflatedSharpe: number | null;
  /** Annualised: what the best of so many is expected to show without any skill. */
  readonly luckySharpe: number;
  /** Over the hypotheses with a return in every session of this one's; null with fewer than two or too short a test. */
  readonly overfitting: { readonly probability: number; readonly splits: number; readonly hypotheses: number } | null;
}

/** Of the sessions of this run, the share that another must have seen to have tried on the same test. */
const SAME_TEST = 0.5;

/** The other distinct hypotheses that were tried on the test of `own`, by plan hash. */
export function triedOnSameTest(own: Trial, all: readonly Trial[]): Trial[] {
  const sessions = new Set(own.sessions);
  const universe = JSON.stringify(own.members);
  const found = new Map<string, Trial>();
  for (const trial of all) {
    const { planHash, members, data } = trial;
    if (planHash === own.planHash || data !== own.data || JSON.stringify(members) !== universe) continue;
    const shared = trial.sessions.filter((session) => sessions.has(session)).length;
    const known = found.get(planHash);
    if (shared < SAME_TEST * own.sessions.length || shared === 0) continue;
    // The same plan on data that have grown since is no new hypothesis; the longer record tells more.
    if (known === undefined || known.sessions.length < trial.sessions.length) found.set(planHash, trial);
  }
  return [...found.values()].sort((a, b) => (a.planHash < b.planHash ? -1 : 1));
}

/** @param others as `triedOnSameTest` gives them */
export function luckOf(own: Trial, others: readonly Trial[], sessionsPerYear: number): Luck {
  const net = Float64Array.from(own.net);
  const moments = sharpeMoments(net);
  const series = others.map((trial) => sharedReturns(own, trial));
  const sharpes = [net, ...series].map(perSessionSharpe).filter((sharpe) => sharpe !== null);
  const tried = Float64Array.from(sharpes);
  const complete = [net, ...series.filter((returns) => returns.length === net.length)];
  const overfitting = backtestOverfitting(complete);
  const spread = standardDeviation(tried) ?? 0;
  return {
    hypotheses: 1 + others.length,
    probabilisticSharpe: moments && probabilisticSharpe(moments),
    deflatedSharpe: moments && deflatedSharpe(moments, tried),
    luckySharpe: expectedMaximumSharpe(tried.length, spread * spread) * Math.sqrt(sessionsPerYear),
    overfitting: overfitting && { ...overfitting, hypotheses: complete.length },
  };
}

/** Another's net returns in the sessions of this run. */
function sharedReturns(own: Trial, other: Trial): Float64Array {
  const at = new Map(other.sessions.map((session, k) => [session, k] as const));
  return Float64Array.from(
    own.sessions.flatMap((session) => {
      const k = at.get(session);
      return k === undefined ? [] : [other.net[k]!];
    }),
  );
}

function perSessionSharpe(returns: Float64Array): number | null {
  return ratio(mean(returns), standardDeviation(returns));
}
