/**
 * How many hypotheses were tried on this test, and what the best of so many would show without any skill. What counts
 * as one, and why: docs/decisions/what-counts-as-a-trial.md.
 */
import type { Plan } from '../../compiler/plan.ts';
import { mean, ratio, standardDeviation } from '../figures/moments.ts';
import { backtestOverfitting } from '../figures/overfitting.ts';
import { deflatedSharpe, expectedMaximumSharpe, probabilisticSharpe, sharpeMoments } from '../figures/significance.ts';
import { type Axes, toIsoDay } from '../market.ts';
import type { Holdings } from '../results.ts';

/** What a later run must know of this one. `trial.json` of a run's folder. */
export interface Trial {
  readonly strategy: string;
  /** Whoever changes a number, the seed included, tries another hypothesis. */
  readonly planHash: string;
  readonly members: Plan['universe']['members'];
  /** Which market the data are of, the same while they grow; markets made up from two seeds are two. */
  readonly data: string;
  /** ISO days in which the holdings ended, ascending, and their net returns. */
  readonly sessions: readonly string[];
  readonly net: readonly number[];
}

export interface Luck {
  /** Distinct hypotheses, this one included. */
  readonly hypotheses: number;
  /** Those of them with a Sharpe ratio, by which it is deflated: whoever stayed in cash on this test has none. */
  readonly deflatedBy: number;
  /** Per session; null when undefined. */
  readonly probabilisticSharpe: number | null;
  readonly deflatedSharpe: number | null;
  /** Annualised: what the best of so many is expected to show without any skill. */
  readonly luckySharpe: number;
  /**
   * Of the set of hypotheses, not of this one: those with a Sharpe ratio and a return in every session of this one's. Null
   * with fewer than two, too short a test, or where this one never held anything.
   */
  readonly overfitting: { readonly probability: number; readonly splits: number; readonly hypotheses: number } | null;
}

/** What this run leaves. A holding is of the session in which it ended. */
export function trialOf(
  plan: Pick<Plan, 'strategy' | 'hash' | 'universe'>,
  data: string,
  { sessions }: Axes,
  { to, net }: Pick<Holdings, 'to' | 'net'>,
): Trial {
  return {
    strategy: plan.strategy,
    planHash: plan.hash,
    members: plan.universe.members,
    data,
    sessions: Array.from(to, (session) => toIsoDay(sessions[session]!)),
    net: [...net],
  };
}

/** Of all trials those of other plans on the same members and data. */
export function triedOnSameUniverse(
  plan: Pick<Plan, 'hash' | 'universe'>,
  data: string,
  all: readonly Trial[],
): Trial[] {
  const members = JSON.stringify(plan.universe.members);
  return all.filter(
    (trial) => trial.planHash !== plan.hash && trial.data === data && JSON.stringify(trial.members) === members,
  );
}

/** Of the sessions of this run, the share that another must have seen to have tried on the same test. */
const SAME_TEST = 0.5;

/** Of trials on the same universe those on the same test, each plan once, by plan hash. */
function onSameTest(own: Trial, others: readonly Trial[]): Trial[] {
  const sessions = new Set(own.sessions);
  const found = new Map<string, Trial>();
  for (const trial of others) {
    const shared = trial.sessions.filter((session) => sessions.has(session)).length;
    if (shared < SAME_TEST * own.sessions.length || shared === 0) continue;
    const known = found.get(trial.planHash);
    // The same plan on data that have grown since is no new hypothesis; the longer record tells more.
    if (known === undefined || known.sessions.length < trial.sessions.length) found.set(trial.planHash, trial);
  }
  return [...found.values()].sort((a, b) => (a.planHash < b.planHash ? -1 : 1));
}

/** @param tried on the same universe, as `triedOnSameUniverse` gives them */
export function luckOf(own: Trial, tried: readonly Trial[], sessionsPerYear: number): Luck {
  const others = onSameTest(own, tried);
  const net = Float64Array.from(own.net);
  const moments = sharpeMoments(net);
  const series = others.map((trial) => sharedReturns(own, trial));
  const judged = [net, ...series].filter((returns) => perSessionSharpe(returns) !== null);
  const trialSharpes = Float64Array.from(judged, (returns) => perSessionSharpe(returns)!);
  const complete = judged.filter((returns) => returns.length === net.length);
  const overfitting = judged.includes(net) ? backtestOverfitting(complete) : null;
  const spread = standardDeviation(trialSharpes) ?? 0;
  return {
    hypotheses: 1 + others.length,
    deflatedBy: judged.length,
    probabilisticSharpe: moments && probabilisticSharpe(moments),
    deflatedSharpe: moments && deflatedSharpe(moments, trialSharpes),
    luckySharpe: expectedMaximumSharpe(trialSharpes.length, spread * spread) * Math.sqrt(sessionsPerYear),
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
