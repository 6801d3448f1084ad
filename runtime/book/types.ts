/**
 * The book engine's contract. It is one state machine, stepped once per session in time order by the backtest and by
 * paper trading alike; nothing in it knows which. Meanings: semantics ("The book, in this order at every decision").
 */

import type { NodeId } from '../../compiler/plan.ts';

/**
 * What is fixed for a run. Formulas over figures of the book have become functions; what is read of the market is an
 * expression of the plan, by its id.
 */
export interface BookRules {
  /** At least one. */
  readonly sleeves: readonly SleeveRules[];
  readonly decide: 'open' | 'close';
  /** Not before the decision, and not after the next one. */
  readonly fill: 'open' | 'close' | 'next open' | 'next close';
  readonly costs: {
    /** spread + commission + impact for a given turnover, as a fraction of what is traded. */
    rate(turnover: number): number;
    readonly borrowPerYear: number;
  };
  readonly volatilityTarget: {
    readonly perYear: number;
    readonly window: number;
    readonly lo: number;
    readonly hi: number;
  } | null;
  readonly stops: readonly StopRule[];
  readonly limits: BookLimits;
  /** Group of each stock, or -1: in none. */
  readonly sectors: Int32Array;
  readonly sessionsPerYear: number;
  readonly capital: number;
}

/** One portfolio of the strategy: steps 1 and 2 are its own, and the book mixes all of them. */
export interface SleeveRules {
  /** Part of the book that is its. */
  readonly share: number;
  readonly long: LegRules | null;
  readonly short: LegRules | null;
  /** EWMA weight of the new target; 1 is no smoothing. */
  readonly alpha: number;
}

export interface LegRules {
  readonly count: number;
  readonly gross: number;
  /** What the cross-section is ordered by. */
  readonly score: NodeId;
  /** A mask, or null: no filter. */
  readonly filter: NodeId | null;
}

/** Fractions of equity; null is no limit. All but `turnover` bind what is wanted, in this order. */
export interface BookLimits {
  readonly weight: number | null;
  readonly sector: number | null;
  readonly net: number | null;
  readonly gross: number | null;
  readonly turnover: number | null;
}

/** Figures of the book a stop may read; NaN is undefined, and an undefined figure never trips. */
export interface StopFigures {
  readonly dayReturn: number;
  readonly drawdown: number;
  /** Per session, of the n net returns before the latest. */
  volatility(sessions: number): number;
  /** Annualised, of the last n net returns. */
  sharpe(sessions: number): number;
}

export interface StopRule {
  readonly text: string;
  left(figures: StopFigures): number;
  readonly comparison: '<' | '>';
  right(figures: StopFigures): number;
  /** How many net returns it reads, today's included: what the engine must remember for it. */
  readonly window: number;
  readonly resumeAfter: number | null;
}

/** One session's market, as arrays over stocks in ticker order. Arrays are valid until the next session. */
export interface BookSession {
  /** Days since 1970-01-01; for what is said to people, no rule reads it. */
  readonly day: number;
  /** Adjusted prices at the instant at which orders fill: the session's open or its close. NaN: none. */
  readonly price: Float64Array;
  /** 1 for a member that meets every `require`: what may be scored, and may stay in the smoothed book. */
  readonly eligible: Uint8Array;
  /** Of each sleeve: whether it is scheduled for rebalancing. */
  readonly scheduled: readonly boolean[];
  /** Return of a delisting booked in this session; NaN: none. Null: nothing is delisted. */
  readonly delisting: Float64Array | null;
  /** Resume by hand at this decision. */
  readonly resume: boolean;
  /**
   * Values of an expression over stocks at this session: what the decision knows of it, which is all that the compiler
   * lets an expression of a decision be made of. NaN is missing; a mask is 1 where it passes.
   */
  row(node: NodeId): Float64Array;
  /** The value at this session of what is the same for all stocks. */
  scalar(node: NodeId): number;
  /** The last `count` values of some stocks, this session's included: stocks × count, oldest first; NaN: missing. */
  history(node: NodeId, stocks: ArrayLike<number>, count: number): Float64Array;
}

/** What happened at a decision. `smoothed`, `scale`, … of a step that did not take place are NaN in the ledger. */
export interface BookFlags {
  readonly rebalance: boolean;
  readonly whyNot: 'not scheduled' | 'empty cross-section' | null;
  readonly resumed: boolean;
  readonly flat: boolean;
}
