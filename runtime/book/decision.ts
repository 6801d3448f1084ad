/** What a session of the book tells: a decision when it is filled, a holding when it has ended. */
import type { StopTrip } from '../results.ts';
import type { CutLog } from './cuts.ts';
import type { Order } from './turnover.ts';
import type { BookFlags } from './types.ts';

/** Steps 1 to 5, until and at the fill. Arrays are over stocks and reused: read them at once. */
export interface Decision extends BookFlags {
  /** Sessions are counted from the first one stepped. */
  decided: number;
  rebalance: boolean;
  whyNot: BookFlags['whyNot'];
  resumed: boolean;
  flat: boolean;
  stops: readonly StopTrip[];
  /** What the live book and the shadow book do at the fill. */
  order: Order;
  shadowOrder: Order;
  /** Size of the cross-section; 0 when it was not looked at. */
  names: number;
  /** A side had fewer to choose from than the names it takes. */
  few: boolean;
  /** Names chosen that nothing could be given, for want of what their weight is made of. */
  unweighed: number;
  readonly target: Float64Array;
  /** NaN when the step did not take place. */
  scale: number;
  /** What limits and stops of positions took, until and at the fill. */
  readonly cuts: CutLog;
}

/** Hears what happens, in time order. A holding ends before the fill of the same instant. */
export interface BookRecorder {
  filled(fill: Fill): void;
  ended(holding: EndedHolding): void;
}

export interface Fill {
  readonly decision: Decision;
  readonly filled: number;
  readonly equityBeforeFill: number;
  /** The stocks in play, ascending: weights of all others are zero. */
  readonly names: Int32Array;
  readonly smoothed: Float64Array;
  readonly limited: Float64Array;
  readonly drifted: Float64Array;
  readonly held: Float64Array;
  readonly turnover: number;
  readonly cost: number;
  readonly borrow: number;
}

export interface EndedHolding {
  readonly from: number;
  readonly to: number;
  readonly gross: number;
  readonly longGross: number;
  readonly shortGross: number;
  readonly net: number;
  readonly cost: number;
  /** Parts of the cost. */
  readonly spread: number;
  readonly commission: number;
  readonly impact: number;
  readonly borrow: number;
  readonly financing: number;
  readonly interest: number;
  readonly turnover: number;
  readonly turnoverLong: number;
  readonly turnoverShort: number;
  /** After it. */
  readonly equity: number;
}
