/**
 * What the run needs from outside. Stages see these types only; adapters implement them and are the only I/O.
 */
import type { DateRange, MembersSpec, Plan } from '../compiler/plan.ts';
import type { RunEvent } from './events.ts';
import type { Market } from './market.ts';
import type { ProblemCode } from './problems/problems.ts';
import type { QualityReport } from './quality/check.ts';

export interface EventSink {
  emit(event: RunEvent): void;
}

/** What the plan asks of a source. */
export interface MarketRequest {
  readonly members: MembersSpec;
  readonly benchmark: string | null;
  readonly calendar: string;
  readonly period: DateRange;
  /** Names of the series from outside the market, ascending. */
  readonly series: readonly string[];
  /** Whether it reads the sectors of stocks, which then have to be there. */
  readonly sectors: boolean;
}

export function marketRequest(plan: Pick<Plan, 'universe' | 'expressions'>): MarketRequest {
  const { members, benchmark, calendar, period } = plan.universe;
  const nodes = Object.values(plan.expressions);
  const named = nodes.flatMap(({ op, name }) => (op === 'external' && name !== null ? [name] : []));
  const series = [...new Set(named)].sort();
  const sectors = nodes.some(({ op, name }) => op === 'in_sector' || (op === 'field' && name === 'sector'));
  return { members, benchmark, calendar, period, series, sectors };
}

export interface MarketData {
  /** One line for people: "synthetic market, 120 stocks, seed 7". */
  readonly description: string;
  /** Id of the local store's snapshot that it is, for the record; absent where no store is read. */
  readonly stored?: string;
  /** Which market it is, one name while the data grow: runs on it try on the same tests. Absent: the description says it. */
  readonly origin?: string;
  /** How severe each rule of quality is, as one text: no bit of the data hangs on it, and what a report may show does. */
  readonly judged?: string;
  /** Hash of the exact bits the request would be answered with; cheap enough to ask before every run. */
  snapshot(request: MarketRequest): Promise<string>;
  load(request: MarketRequest, events: EventSink): Promise<Market>;
  /**
   * The same, from nothing that became known after the close of `day` (ISO): for the audit. Absent where data have no
   * such date, as made-up ones.
   */
  loadAsOf?(request: MarketRequest, day: string, events: EventSink): Promise<Market>;
  /** What the rules of quality find in all the bars there are, stopping at nothing. Absent where bars are made up. */
  quality?(request: QualityRequest): Promise<QualityReport>;
}

export interface QualityRequest {
  /** Whose sessions have to have bars. */
  readonly calendar: string;
  /** Null: all. */
  readonly tickers: readonly string[] | null;
}

/** A finished stage's result on disk: a folder of files that is complete or not there. */
export interface Artifact {
  readonly key: string;
  readonly folder: string;
  /** Absolute path of one of its files. */
  path(file: string): string;
}

export interface ArtifactStore {
  /** The artifact under a key, checked against its checksums; null when missing or damaged (then set aside, reported). */
  find(stage: string, key: string, events: EventSink): Promise<Artifact | null>;
  /** Writes one beside its place and renames it there; on an error nothing is left behind. */
  make(stage: string, key: string, write: (folder: string) => Promise<void>): Promise<Artifact>;
  /** A folder that outlives interruption, for checkpoints of a stage under way; removed once the artifact is made. */
  workspace(stage: string, key: string): Promise<string>;
}

/** Mistakes the user must act on. Anything else that is thrown is a bug of ours and says so. */
export class UserError extends Error {
  readonly hints: readonly string[];
  /** Stable; `strat explain CODE` knows it. */
  readonly code: ProblemCode;
  constructor(code: ProblemCode, message: string, hints: readonly string[] = []) {
    super(message);
    this.name = 'UserError';
    this.code = code;
    this.hints = hints;
  }
}
