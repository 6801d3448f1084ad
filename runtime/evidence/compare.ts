/** Several runs side by side, over the sessions that all of them have. */
import { bootstrapInterval, type Interval } from '../figures/bootstrap.ts';
import { pearson } from '../figures/correlation.ts';
import { equityCurve, returnFigures, sharpe } from '../figures/performance.ts';
import type { ReturnFigures } from '../results.ts';
import { pairedTest } from './paired.ts';
import type { Luck, Trial } from './trials.ts';
import type { PairedTest } from './types.ts';

/** What a run's folder says of it. */
export interface ComparedRun {
  readonly name: string;
  readonly folder: string;
  readonly trial: Trial;
  readonly luck: Luck;
  /** Of its own test, as its report has them. */
  readonly averageTurnover: number;
  readonly averageCost: number;
  readonly rankIc: number | null;
  readonly suspicions: readonly string[];
}

export interface ComparedSide extends Omit<ComparedRun, 'trial'> {
  readonly planHash: string;
  readonly data: string;
  /** Sessions of its own test that another has not. */
  readonly leftOut: number;
  readonly figures: ReturnFigures;
  readonly sharpeInterval: Interval | null;
  /** Correlation of its returns with those of the first. */
  readonly correlation: number | null;
  /** The first against this one; null of the first itself. */
  readonly first: PairedTest | null;
  /** 1 at the start. */
  readonly equity: readonly number[];
}

export interface Comparison {
  /** ISO days in which holdings ended, ascending. */
  readonly sessions: readonly string[];
  readonly sides: readonly ComparedSide[];
}

export interface CompareOptions {
  readonly sessionsPerYear: number;
  /** For the bootstrap. */
  readonly seed: number;
}

/** @param runs at least one; the first is what the others are held against */
export function compareRuns(runs: readonly ComparedRun[], { sessionsPerYear, seed }: CompareOptions): Comparison {
  const [first, ...others] = runs;
  const ofOthers = others.map(({ trial }) => new Set(trial.sessions));
  const shared = (first?.trial.sessions ?? []).filter((session) => ofOthers.every((all) => all.has(session)));
  const returns = runs.map(({ trial }) => returnsOn(shared, trial));
  const sides = runs.map(({ trial, ...run }, k): ComparedSide => {
    const own = returns[k]!;
    const correlation = pearson(returns[0]!, own);
    return {
      ...run,
      planHash: trial.planHash,
      data: trial.data,
      leftOut: trial.sessions.length - shared.length,
      figures: returnFigures(own, sessionsPerYear),
      sharpeInterval: bootstrapInterval(own, (values) => sharpe(values, sessionsPerYear), { seed }),
      correlation: Number.isNaN(correlation) ? null : correlation,
      first: k === 0 ? null : pairedTest(returns[0]!, own, sessionsPerYear, seed),
      equity: [...equityCurve(own)],
    };
  });
  return { sessions: shared, sides };
}

function returnsOn(sessions: readonly string[], trial: Trial): Float64Array {
  const at = new Map(trial.sessions.map((session, k) => [session, k] as const));
  return Float64Array.from(sessions, (session) => trial.net[at.get(session)!]!);
}
