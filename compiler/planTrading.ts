/** What a plan says of trading: when and how orders fill, what they cost, and within what risk the book is held. */
import type { NodeId } from './plan.ts';

export interface ExecutionSpec {
  readonly decideAt: 'open' | 'close';
  /** Minutes after it at which orders are decided. */
  readonly delay: number;
  /** `vwap` stands for the typical price of a session, (high + low + close) / 3. */
  readonly fillAt: 'open' | 'close' | 'vwap' | 'next open' | 'next close' | 'next vwap';
  readonly shares: 'fractional' | 'whole';
  /** The most of a stock's volume that one fill takes; null: any amount. */
  readonly participation: {
    readonly most: number;
    /** The volume it is a part of, in USD, by stock at the session of the fill. */
    readonly of: NodeId;
    /** What becomes of the rest of an order. */
    readonly rest: 'carried' | 'cancelled';
  } | null;
}

/**
 * Every cost is an expression, read at the session of the fill. Spread, commission and impact are rates on what is
 * traded: a number, a scalar over the field `turnover`, or by stock over the field `traded` and market data.
 */
export interface CostsSpec {
  readonly spread: NodeId;
  readonly commission: NodeId;
  /** Of what the commission is: a fraction of what is traded, or USD for each share. */
  readonly commissionOn: 'traded' | 'shares';
  /** The least that one order pays in commission, in USD. */
  readonly minimumCommission: number;
  readonly impact: NodeId;
  /** Per year, on short weights held; may differ by stock. */
  readonly borrow: NodeId;
  /** Per year, on longs held beyond equity; the same for all stocks. */
  readonly financing: NodeId;
  /** Earned per year on equity that is not in longs; the same for all stocks. */
  readonly cash: NodeId;
}

/** `left < right` or `left > right`; every comparison is strict. Of the book, or of each position. */
export interface StopSpec {
  /** As the author wrote the condition, for records and reports. In no hash. */
  readonly text: string;
  readonly left: NodeId;
  readonly comparison: '<' | '>';
  readonly right: NodeId;
  /**
   * Sessions after which it is resumed. Null: a book by hand, a position once the smoothed book has let go of the name.
   */
  readonly resumeAfter: number | null;
  /** What must hold besides, a condition of the session (of a position: or of the stock); null: nothing. */
  readonly resumeWhen: NodeId | null;
}

export interface RiskSpec {
  readonly volatilityTarget: {
    readonly perYear: number;
    readonly window: number;
    readonly lo: number;
    readonly hi: number;
  } | null;
  /** Over figures of the book: all of it goes to cash. */
  readonly stops: readonly StopSpec[];
  /** Over figures of each position: it alone is closed. */
  readonly positionStops: readonly StopSpec[];
  readonly limits: LimitsSpec;
}

/** Fractions of equity unless said; null is no limit. In the order in which the book applies them. */
export interface LimitsSpec {
  readonly weight: number | null;
  /** A position's USD as a part of a volume in USD. */
  readonly volume: { readonly most: number; readonly of: NodeId } | null;
  /** Between any two positions, their sides taken into account, over the last `window` of these returns. */
  readonly correlation: { readonly most: number; readonly window: number; readonly returns: NodeId } | null;
  /** A count. */
  readonly names: number | null;
  /** Of the gross of a group: of whoever is in one. */
  readonly sector: { readonly most: number; readonly of: NodeId } | null;
  /** Of |Σ w·β|. */
  readonly beta: { readonly most: number; readonly window: number; readonly of: NodeId } | null;
  readonly net: number | null;
  readonly gross: number | null;
  readonly valueAtRisk: TailLimitSpec | null;
  readonly expectedShortfall: TailLimitSpec | null;
  readonly turnover: number | null;
}

/** On the loss of one session, of the book as it would be held over the last `window` of these returns. */
export interface TailLimitSpec {
  readonly most: number;
  /** Of confidence: 0.95 looks at the worst 5%. */
  readonly level: number;
  readonly window: number;
  readonly method: 'historical' | 'gaussian' | 'garch';
  readonly returns: NodeId;
}
