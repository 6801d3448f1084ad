/**
 * The book engine's contract. It is one state machine, stepped once per session in time order by the backtest and by
 * paper trading alike; nothing in it knows which. Meanings: semantics ("The book, in this order at every decision").
 */

import type { ExecutionSpec, LegSpec, LimitsSpec, NodeId, PortfolioSpec, TailLimitSpec } from '../../compiler/plan.ts';
import type { NameFormula } from './nameFormula.ts';
import type { OrderCosts } from './orderCosts.ts';

/**
 * What is fixed for a run. Formulas over figures of the book have become functions; what is read of the market is an
 * expression of the plan, by its id.
 */
export interface BookRules {
  /** At least one. */
  readonly sleeves: readonly SleeveRules[];
  readonly decide: 'open' | 'close';
  /** Not before the decision, and not after the next one. */
  readonly fill: ExecutionSpec['fillAt'];
  /** Whether orders are rounded to whole shares at the price as traded. */
  readonly wholeShares: boolean;
  readonly participation: ParticipationRule | null;
  readonly costs: CostRules;
  readonly volatilityTarget: {
    readonly perYear: number;
    readonly window: number;
    readonly lo: number;
    readonly hi: number;
  } | null;
  readonly stops: readonly StopRule[];
  readonly positionStops: readonly PositionStopRule[];
  readonly limits: BookLimits;
  readonly sessionsPerYear: number;
  readonly capital: number;
}

/** One portfolio of the strategy: steps 1 and 2 are its own, and the book mixes all of them. */
export interface SleeveRules
  extends Pick<PortfolioSpec, 'share' | 'long' | 'short' | 'weight' | 'neutral' | 'hold' | 'drift'> {
  /** EWMA weight of the new target; 1 is no smoothing. */
  readonly alpha: number;
}

export type LegRules = LegSpec;

/** All but `turnover` bind what is wanted, in this order. */
export type BookLimits = LimitsSpec;
export type TailLimit = TailLimitSpec;
export type ParticipationRule = NonNullable<ExecutionSpec['participation']>;

/** Kinds of what is charged on trades. */
export type TradeCost = 'spread' | 'commission' | 'impact';

/** Rates per year are a number, or an expression that is read at the fill. */
export interface CostRules {
  /** What all orders are charged alike, for a given turnover, as fractions of what is traded. */
  readonly alike: Readonly<Record<TradeCost, (turnover: number) => number>>;
  /** What depends on the order; null when nothing does. */
  readonly orders: OrderCosts | null;
  readonly borrowPerYear: number | NodeId;
  readonly financingPerYear: number | NodeId;
  readonly cashPerYear: number | NodeId;
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
  /** A condition of the session that must hold besides. */
  readonly resumeWhen: NodeId | null;
}

export interface PositionStopRule {
  readonly text: string;
  readonly left: NameFormula;
  readonly comparison: '<' | '>';
  readonly right: NameFormula;
  /** Null: until the smoothed book has let go of the name. */
  readonly resumeAfter: number | null;
  /** A condition of the session or of the stock that must hold besides. */
  readonly resumeWhen: NodeId | null;
}

/** One session's market, as arrays over stocks in ticker order. Arrays are valid until the next session. */
export interface BookSession {
  /** Days since 1970-01-01; for what is said to people, no rule reads it. */
  readonly day: number;
  /** Adjusted prices at the instant at which orders fill: the session's open, its close or its typical price. NaN: none. */
  readonly price: Float64Array;
  /** The same as traded; null when no rule asks for them. */
  readonly rawPrice: Float64Array | null;
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
  readonly whyNot: 'not scheduled' | 'empty cross-section' | 'within drift' | null;
  readonly resumed: boolean;
  readonly flat: boolean;
}
