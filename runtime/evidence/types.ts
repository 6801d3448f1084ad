/**
 * What the evidence stage hands to the report: plain JSON. Fractions, not percent; null is a figure that is missing or
 * was not asked for. Every series has one value for each holding of the book that ended, in time order.
 */
import type { ShapeFigures } from '../figures/shape.ts';
import type { ReturnFigures } from '../results.ts';

/** How much is computed: `quick` leaves out what needs many books or predictions, `none` everything. */
export const EVIDENCE_LEVELS = ['full', 'quick', 'none'] as const;
export type EvidenceLevel = (typeof EVIDENCE_LEVELS)[number];

export interface Evidence {
  readonly level: Exclude<EvidenceLevel, 'none'>;
  readonly baselines: readonly Baseline[];
  /** Null where the book does not read `prediction`, and at level `quick`. */
  readonly shuffled: Shuffled | null;
  readonly intervals: readonly FigureInterval[];
  /** The probability that the true Sharpe ratio is above zero, and how many sessions it takes to say so at 95%. */
  readonly probabilisticSharpe: number | null;
  readonly sessionsNeeded: number | null;
  readonly paths: Paths | null;
  /** Empty where there are too few returns. */
  readonly tails: readonly TailRow[];
  readonly shape: ShapeFigures;
  /** Books of each seed's own predictions; empty with one seed. */
  readonly seeds: readonly SeedResult[];
  /** Books on each path of a combinatorial split, the strategy's own first; empty where there is one. */
  readonly splitPaths: readonly SplitPath[];
  readonly sensitivity: readonly Sensitivity[];
  readonly periods: readonly Period[];
  readonly capacity: Capacity | null;
  readonly attribution: Attribution;
  readonly importance: Importance | null;
  readonly decay: readonly HorizonIc[];
}

export type BaselineId = 'ridge' | 'momentum' | 'reversal' | 'equal weight' | 'benchmark';

/** What an idea that costs nothing would have earned by the same rules. */
export interface Baseline {
  readonly id: BaselineId;
  /** Null when the book lost everything or could not be run; `note` says why. */
  readonly figures: ReturnFigures | null;
  readonly net: readonly (number | null)[];
  readonly averageTurnover: number | null;
  /** Mean over the sessions of the test; null where nothing is predicted. */
  readonly rankIc: number | null;
  readonly against: PairedTest | null;
  readonly note: string | null;
}

/** The strategy's returns less another's, over the sessions that both have. */
export interface PairedTest {
  readonly sessions: number;
  /** Annualised. */
  readonly sharpeDifference: number | null;
  /** Two-sided: Ledoit and Wolf's bootstrap for the Sharpe ratios. */
  readonly sharpeP: number | null;
  /** Per year, arithmetic. */
  readonly meanDifference: number | null;
  /** Newey and West's. */
  readonly meanT: number | null;
}

/** The same book on the model's own predictions, handed to other stocks: what its rules earn without its choice. */
export interface Shuffled {
  /** Sharpe ratios, ascending; undefined ones are left out. */
  readonly sharpes: readonly number[];
  readonly books: number;
  /** How many of them a stop sent to cash for good. */
  readonly stopped: number;
  /** Share of the books, this strategy's own counted among them, that did at least as well. */
  readonly p: number | null;
}

export interface FigureInterval {
  readonly figure: 'sharpe' | 'annualReturn' | 'volatility' | 'maxDrawdown' | 'sortino' | 'calmar' | 'hitRate';
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly level: number;
}

/** Futures drawn from the returns there were, as long as the test. */
export interface Paths {
  readonly count: number;
  /** Share of paths that end below where they began. */
  readonly loss: number;
  /** Quantiles of final equity, of 1 at the start, and of the deepest drawdown. */
  readonly finalEquity: Quantiles;
  readonly maxDrawdown: Quantiles;
  /** Quantiles of equity after so many sessions. */
  readonly fan: readonly ({ readonly session: number } & Quantiles)[];
}

export interface Quantiles {
  readonly p5: number;
  readonly p25: number;
  readonly p50: number;
  readonly p75: number;
  readonly p95: number;
}

export interface SeedResult extends SplitPath {
  readonly seed: number;
}

/** A book on other models of the same strategy. */
export interface SplitPath {
  /** Null when it lost everything; `note` says so. */
  readonly figures: ReturnFigures | null;
  readonly rankIc: number | null;
  readonly note: string | null;
}

/** The book once more, with one thing changed. */
export interface Sensitivity {
  readonly kind: 'cost' | 'delay' | 'param';
  /** Such as `costs doubled` or `k = 13`. */
  readonly change: string;
  /** Of a param, the factor it was multiplied by as far as it could be; null otherwise. */
  readonly factor: number | null;
  readonly figures: ReturnFigures | null;
  readonly averageTurnover: number | null;
  /** Why there are no figures. */
  readonly note: string | null;
}

export interface Period {
  readonly group: 'year' | 'trend' | 'volatility' | 'stress';
  readonly name: string;
  /** Of years and stress windows: the first and last session in the test. */
  readonly from: string | null;
  readonly to: string | null;
  readonly figures: ReturnFigures;
  /** Total return of the market over the same sessions. */
  readonly market: number | null;
}

/** What is left at more capital, when trading a day's volume of a stock costs one day of its volatility. */
export interface Capacity {
  readonly points: readonly CapacityPoint[];
  /** The capital at which the mean return is zero; null where there is nothing to lose. */
  readonly breakEven: number | null;
  /** Share of the rebalances that trade a stock without a known volume and volatility: these cost the mean of the others. */
  readonly unpriced: number;
}

export interface CapacityPoint {
  readonly capital: number;
  /** Arithmetic. */
  readonly annualReturn: number | null;
  readonly sharpe: number | null;
}

/** What one session may lose; fractions of equity, positive for a loss. */
export interface TailRow {
  readonly method: 'historical' | 'gaussian' | 'garch';
  readonly level: number;
  readonly valueAtRisk: number;
  readonly expectedShortfall: number;
}

/** Where the return came from: sums of weight × return before costs, fractions of equity. */
export interface Attribution {
  readonly sectors: readonly { readonly sector: string; readonly long: number; readonly short: number }[];
  /** Net returns regressed on the market's. */
  readonly market: {
    readonly name: string;
    readonly beta: number;
    /** Per year, arithmetic: what the market does not explain. */
    readonly alpha: number;
    /** Newey and West's. */
    readonly alphaT: number | null;
    readonly rSquared: number;
  } | null;
}

/** How much rank IC is lost when a feature is handed to other stocks of its session. */
export interface Importance {
  /** The last of the path: its first seed's model is asked. */
  readonly fold: number;
  readonly sessions: number;
  /** On the sessions looked at, with nothing changed. */
  readonly rankIc: number | null;
  /** In the model's order. */
  readonly features: readonly { readonly feature: string; readonly drop: number | null }[];
}

export interface HorizonIc {
  /** Sessions from the instant of the fill. */
  readonly horizon: number;
  readonly rankIc: number | null;
  /** Newey and West's, over the overlap of the horizon. */
  readonly t: number | null;
}

/** Of one stock. */
export interface Contribution {
  readonly ticker: string;
  /** Sum of weight × return before costs, fraction of equity. */
  readonly total: number;
  readonly long: number;
  readonly short: number;
}
