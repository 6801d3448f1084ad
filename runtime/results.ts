/**
 * What the stages hand each other. Each is plain data: columns, records and ids; the run loop passes them on, the
 * artifact store keeps them, the report reads them.
 */
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

// ── book ───────────────────────────────────────────────────────────────────────────────────────────────────────

export interface StopTrip {
  readonly text: string;
  readonly figure: number;
  readonly limit: number;
}

/**
 * The ledger as columns. Decisions: one row per fill; `*Weights` are decisions × stocks, row-major (row d at
 * `d * stocks`). A step that did not take place is NaN in its row.
 */
export interface Decisions {
  readonly count: number;
  /** Session indices. */
  readonly decided: Int32Array;
  readonly filled: Int32Array;
  readonly flags: readonly BookFlags[];
  readonly stops: readonly (readonly StopTrip[])[];
  readonly target: Float64Array;
  readonly smoothed: Float64Array;
  readonly scale: Float64Array;
  readonly limited: Float64Array;
  readonly drifted: Float64Array;
  readonly held: Float64Array;
  readonly turnover: Float64Array;
  readonly cost: Float64Array;
  readonly borrow: Float64Array;
  readonly equityBeforeFill: Float64Array;
}

/** One row per holding that has ended; column d belongs to the holding opened by decision d. */
export interface Holdings {
  readonly count: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly gross: Float64Array;
  readonly cost: Float64Array;
  readonly borrow: Float64Array;
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
  readonly holdings: Holdings;
  readonly figures: BookFigures;
}
