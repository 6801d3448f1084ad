/**
 * What the stages hand each other. Each is plain data: columns, records and ids; the run loop passes them on, the
 * artifact store keeps them, the report reads them.
 */
import type { FoldSpec } from '../compiler/plan.ts';
import type { BookFlags } from './book/types.ts';
import type { EpochFigures } from './events.ts';
import type { Panel } from './market.ts';
import type { CrossSections, FeatureTensor } from './models/model.ts';

// ── features ───────────────────────────────────────────────────────────────────────────────────────────────────

export interface FeatureSet {
  readonly names: readonly string[];
  /** Normalised, for the model. */
  readonly tensor: FeatureTensor;
  /** Fitted on train: one per feature; null when the strategy does not normalise. */
  readonly normalizer: { readonly mean: Float64Array; readonly sd: Float64Array; readonly clip: number | null } | null;
  /** Members that meet every `require`, stock-major. */
  readonly eligible: Uint8Array;
  /** Eligible and every feature present over the model's window, stock-major: who is in the cross-section. */
  readonly present: Uint8Array;
  /** The label, stock-major; NaN where it is not known. */
  readonly labels: Panel;
  /** Cross-sections of every session, in time order; sessions without one are left out. */
  readonly sections: CrossSections;
}

// ── model ──────────────────────────────────────────────────────────────────────────────────────────────────────

export interface TrainingHistory {
  readonly engine: string;
  readonly epochs: readonly EpochFigures[];
  readonly bestEpoch: number;
  readonly stoppedEarly: boolean;
  readonly trainSessions: number;
  readonly validationSessions: number;
  readonly sequences: number;
  readonly parameters: number;
}

/** One of the models of a run, for evidence. */
export interface ModelResult {
  /** Counts from 0. */
  readonly fold: number;
  readonly seed: number;
  readonly windows: FoldSpec;
  readonly history: TrainingHistory;
  /** Means over the sessions of the fold's own test; null where no session has one that is defined. */
  readonly test: { readonly sessions: number; readonly ic: number | null; readonly rankIc: number | null };
}

// ── predictions ────────────────────────────────────────────────────────────────────────────────────────────────

export interface Predictions {
  /** Stock-major; NaN where there is none. Made when the session's orders are decided. */
  readonly values: Panel;
  /** IC and rank IC per session over [first, end); NaN where undefined. */
  readonly evaluation: {
    readonly first: number;
    readonly end: number;
    readonly ic: Float64Array;
    readonly rankIc: Float64Array;
  };
}

/** Predictions of single models as a book would follow them; made when asked for, since each is as large as the market. */
export interface ModelPredictions {
  readonly models: readonly ModelResult[];
  /** Of one seed's models, along the first path. */
  ofSeed(seed: number): Promise<Predictions>;
  /** The mean over all seeds along a path; the book's own are those of path 0. */
  ofPath(path: number): Promise<Predictions>;
}

// ── book ───────────────────────────────────────────────────────────────────────────────────────────────────────

export interface StopTrip {
  readonly text: string;
  readonly figure: number;
  readonly limit: number;
}

/** Steps of the book that leave weights behind. */
export type BookStep = 'target' | 'smoothed' | 'limited' | 'drifted' | 'held';

/**
 * Weights of the names in play, fill after fill, ascending by stock; those of all others are zero. A step that did not
 * take place has NaN.
 */
export interface LedgerWeights extends Readonly<Record<BookStep, Float64Array>> {
  /** Rows of decision d are [starts[d], starts[d + 1]). */
  readonly starts: Int32Array;
  readonly stock: Int32Array;
}

/** The ledger as columns. Decisions: one row per fill. */
export interface Decisions {
  readonly count: number;
  /** Session indices. */
  readonly decided: Int32Array;
  readonly filled: Int32Array;
  readonly flags: readonly BookFlags[];
  readonly stops: readonly (readonly StopTrip[])[];
  readonly scale: Float64Array;
  readonly weights: LedgerWeights;
  readonly turnover: Float64Array;
  readonly cost: Float64Array;
  readonly borrow: Float64Array;
  readonly equityBeforeFill: Float64Array;
}

/**
 * What limits and stops of positions took from weights, one row each, in the order in which it happened. A weight that
 * several took from has several rows. A limit that shrinks all weights, or all orders, by one factor has one row for all.
 */
export interface Cuts {
  readonly count: number;
  /** Row among the decisions. */
  readonly decision: Int32Array;
  /** −1: all of them; before and after are then their sizes, Σ|w| or Σ|order|. */
  readonly stock: Int32Array;
  /** Place in `names`. */
  readonly by: Uint8Array;
  /** Keys of limits, such as `sector`, and stops of positions as they were written: those that cut, as they came up. */
  readonly names: readonly string[];
  /** What was too high, in the limit's own terms; NaN where it could not be told, as of a volume that is missing. */
  readonly figure: Float64Array;
  /** The most it may be; of a stop, what it was compared with. */
  readonly most: Float64Array;
  /** Weights, fractions of equity. */
  readonly before: Float64Array;
  readonly after: Float64Array;
}

/** One row per holding that has ended; column d belongs to the holding opened by decision d. */
export interface Holdings {
  readonly count: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly gross: Float64Array;
  readonly cost: Float64Array;
  /** Parts of the cost. */
  readonly spread: Float64Array;
  readonly commission: Float64Array;
  readonly impact: Float64Array;
  readonly borrow: Float64Array;
  /** On longs beyond equity; part of the long leg's net. */
  readonly financing: Float64Array;
  /** Earned on equity that is not in longs; of neither leg. */
  readonly interest: Float64Array;
  readonly net: Float64Array;
  readonly longGross: Float64Array;
  readonly shortGross: Float64Array;
  readonly longNet: Float64Array;
  readonly shortNet: Float64Array;
  readonly turnover: Float64Array;
  readonly turnoverLong: Float64Array;
  readonly turnoverShort: Float64Array;
  readonly equity: Float64Array;
}

/** Figures of one return series; null is a figure that is missing, shown as –. */
export interface ReturnFigures {
  readonly n: number;
  readonly totalReturn: number;
  readonly annualReturn: number | null;
  readonly annualReturnArithmetic: number | null;
  readonly volatility: number | null;
  readonly sharpe: number | null;
  readonly sortino: number | null;
  /** Zero or negative. */
  readonly maxDrawdown: number;
  readonly calmar: number | null;
  readonly hitRate: number | null;
}

export interface BookFigures {
  readonly net: ReturnFigures;
  readonly gross: ReturnFigures;
  readonly longNet: ReturnFigures | null;
  readonly longGross: ReturnFigures | null;
  readonly shortNet: ReturnFigures | null;
  readonly shortGross: ReturnFigures | null;
  readonly averageTurnover: number;
  readonly averageTurnoverLong: number | null;
  readonly averageTurnoverShort: number | null;
  readonly averageCost: number;
}

export interface BookResult {
  /** Indices into the run's sessions and tickers. */
  readonly stocks: number;
  readonly capital: number;
  readonly decisions: Decisions;
  readonly cuts: Cuts;
  readonly holdings: Holdings;
  readonly figures: BookFigures;
}
