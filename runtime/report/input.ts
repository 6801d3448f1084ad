/**
 * What a report shows, as plain data: numbers, ISO days and text. `buildReportInput` derives it from what the stages
 * hand over; `renderReport` and `renderTextReport` only lay it out. Fractions, not percent; null is missing.
 */
import type { DateRange, StageName } from '../../compiler/plan.ts';
import type { HeldAbove } from '../book/heldAbove.ts';
import type { EpochFigures } from '../events.ts';
import type { Suspicion } from '../evidence/suspicions.ts';
import type { Luck } from '../evidence/trials.ts';
import type { Contribution, Evidence } from '../evidence/types.ts';
import type { BookFigures, ReturnFigures } from '../results.ts';

export type Column = readonly (number | null)[];

export interface ReportInput {
  readonly strategy: string;
  readonly universe: {
    readonly members: string;
    readonly benchmark: string | null;
    readonly calendar: string;
    readonly sessionsPerYear: number;
    readonly require: readonly string[];
  };
  readonly data: {
    readonly description: string;
    /** The market was made by a generator: no figure of this report says anything about a real one. */
    readonly synthetic: boolean;
    readonly snapshot: string;
    readonly stocks: number;
    readonly sessions: number;
    readonly first: string | null;
    readonly last: string | null;
    readonly assumptions: readonly string[];
  };
  /** Null: the bars were made up, and nobody looked. */
  readonly quality: Quality | null;
  readonly windows: {
    readonly train: DateRange;
    readonly validate: DateRange;
    readonly test: DateRange;
    /** How the folds are made; null where there is one. */
    readonly folds: string | null;
    /** Whether models learn from later days than those they judge: nobody could have traded them. */
    readonly crossValidated: boolean;
    readonly purge: number;
    readonly embargo: number;
    readonly warmUp: number;
    readonly label: string;
    readonly horizon: number;
  };
  readonly figures: BookFigures;
  readonly benchmark: ReturnFigures | null;
  readonly sharpeInterval: { readonly low: number; readonly high: number; readonly level: number } | null;
  readonly returns: ReturnColumns;
  readonly monthly: readonly MonthlyRow[];
  readonly volatilityTarget: number | null;
  /** Sessions of the rolling figures. */
  readonly rollingWindow: number;
  readonly signal: Signal | null;
  /** Whether any rule of the book reads the prediction: if not, the signal says nothing of the book. */
  readonly modelRead: boolean;
  readonly exposure: Exposure;
  readonly costs: CostSplit;
  readonly training: Training | null;
  readonly stops: readonly Stop[];
  /** Sessions on which the book could not be rebuilt because no stock had a prediction. */
  readonly emptyCrossSections: number;
  readonly positions: { readonly session: string | null; readonly rows: readonly Position[] };
  /** Best first; null when it cannot be derived. */
  readonly contributions: readonly Contribution[] | null;
  /** Empty where no limit on single weights cut anything. */
  readonly cuts: readonly CutSummary[];
  /** Limits that were kept to in the book asked for, and not in what was held. */
  readonly exceeded: readonly ExceededLimit[];
  /** One row for each model; empty with one. */
  readonly models: readonly ModelRow[];
  /** Null: the run was told to gather none. */
  readonly evidence: Evidence | null;
  readonly luck: Luck;
  /** What looks too good, the most important first. */
  readonly suspicions: readonly Suspicion[];
  readonly accepted: readonly { readonly code: string; readonly reason: string; readonly where: string }[];
  readonly settings: readonly SettingRow[];
  /** Every file the strategy was compiled from, itself first. */
  readonly sources: readonly SourceText[];
  readonly provenance: Provenance;
}

export interface Quality {
  readonly bars: number;
  readonly tickers: number;
  /** Rules that found something. */
  readonly rules: readonly {
    readonly rule: string;
    readonly finds: string;
    readonly falseAlarms: string;
    readonly findings: number;
    readonly bars: number;
    readonly tickers: number;
    readonly outcome: string;
    /** The first of the findings. */
    readonly shown: readonly {
      readonly ticker: string;
      readonly from: string;
      readonly to: string;
      readonly detail: string;
    }[];
  }[];
}

export interface SourceText {
  readonly file: string;
  readonly text: string;
}

/** One row per completed holding, labelled by the session in which it ended. */
export interface ReturnColumns {
  /** The session of the first fill, where equity is 1; null when nothing was ever held. */
  readonly start: string | null;
  readonly sessions: readonly string[];
  readonly net: readonly number[];
  readonly gross: readonly number[];
  /** Equity of 1 at the start. */
  readonly equity: readonly number[];
  readonly grossEquity: readonly number[];
  readonly benchmark: Column | null;
  readonly drawdown: readonly number[];
  readonly rollingSharpe: Column;
  readonly rollingVolatility: Column;
  readonly turnover: readonly number[];
  /** Trading cost and borrow. */
  readonly cost: readonly number[];
  /** Running sums of each leg's net contribution; null for a leg that is not declared. */
  readonly longContribution: readonly number[] | null;
  readonly shortContribution: readonly number[] | null;
}

export interface MonthlyRow {
  readonly year: number;
  /** January first; null where the test has no session. */
  readonly months: Column;
  readonly total: number;
}

/** How well predictions ordered the stocks, over the sessions of the test that have a label. */
export interface Signal {
  readonly sessions: readonly string[];
  readonly rankIc: Column;
  readonly rollingRankIc: Column;
  readonly mean: number | null;
  readonly icir: number | null;
  readonly pearsonMean: number | null;
  readonly positiveShare: number | null;
  /** Mean label of each tenth by prediction, lowest predictions first. */
  readonly deciles: Column;
  /** Mean rank IC of the planted expected return on the same sessions; null when the market is not synthetic. */
  readonly planted: number | null;
}

/** Weights just after each fill, as fractions of equity. Short is zero or negative. */
export interface Exposure {
  readonly sessions: readonly string[];
  readonly long: readonly number[];
  readonly short: readonly number[];
}

/** Sums over the holdings, as fractions of equity. */
export interface CostSplit {
  readonly spread: number;
  readonly commission: number;
  readonly impact: number;
  readonly borrow: number;
  readonly financing: number;
  /** Earned on cash; not in the total. */
  readonly interest: number;
  readonly total: number;
}

export interface Training {
  readonly engine: string;
  readonly epochs: readonly EpochFigures[];
  readonly bestEpoch: number;
  readonly stoppedEarly: boolean;
  readonly metric: string | null;
  readonly trainSessions: number;
  readonly validationSessions: number;
  readonly sequences: number;
  readonly parameters: number;
}

export interface Stop {
  readonly session: string;
  readonly text: string;
  readonly figure: number;
  readonly limit: number;
  readonly unit: 'percent' | 'ratio';
  /** The session it was resumed, or null: flat to the end. */
  readonly until: string | null;
}

/** What one limit, or one stop of positions, took from orders. */
export interface CutSummary {
  /** `sector`, or a stop as it was written. */
  readonly by: string;
  /** Weights cut; one that is cut at two decisions counts twice. */
  readonly orders: number;
  readonly decisions: number;
  readonly stocks: number;
  /** Sum of |weight| taken, per decision of the whole test. */
  readonly taken: number;
  readonly largest: {
    readonly ticker: string;
    readonly session: string;
    readonly before: number;
    readonly after: number;
    /** What was too high, in the limit's own terms; null where it could not be told. */
    readonly figure: number | null;
    readonly limit: number;
  };
}

/** A limit that what was held did not keep to. */
export interface ExceededLimit {
  readonly limit: HeldAbove['limit'];
  readonly most: number;
  /** Fills of a rebalance after which the book was above. */
  readonly fills: number;
  readonly worst: { readonly session: string; readonly figure: number };
}

/** One of several models. */
export interface ModelRow {
  /** Counts from 1. */
  readonly fold: number;
  readonly seed: number;
  readonly train: string;
  readonly validate: string;
  readonly test: string;
  readonly trainSessions: number;
  readonly epochs: number;
  readonly bestEpoch: number;
  readonly validationRankIc: number | null;
  readonly testRankIc: number | null;
}

export interface Position {
  readonly ticker: string;
  readonly weight: number;
}

export interface SettingRow {
  readonly group: string;
  readonly name: string;
  readonly value: string;
  readonly by: 'file' | 'default' | 'command line' | 'derived';
}

export interface Provenance {
  readonly planHash: string;
  readonly stages: Readonly<Record<StageName, string>>;
  readonly engine: string;
  /** Name and version of what computed this, in the order shown. */
  readonly versions: readonly { readonly name: string; readonly version: string }[];
  /** The configuration the run was started with. */
  readonly config: string;
}
