/**
 * One set of positions: the live book has one, and the shadow book another. Weights are fractions of the equity just
 * before the fill that opened the holding.
 */
export interface Positions {
  /** Just after the last fill. */
  readonly held: Float64Array;
  /** The same, moved by the returns since: just before the next fill. */
  readonly drifted: Float64Array;
  /** What the decision asks for: limited weights. */
  readonly wanted: Float64Array;
  /** Of orders that volumes were too small for, what is still to be traded; null unless it is carried. */
  readonly rest: Float64Array | null;
  /** Of the fill that opened the holding. */
  turnover: number;
  turnoverLong: number;
  turnoverShort: number;
  cost: number;
  /** Parts of the cost. */
  spread: number;
  commission: number;
  impact: number;
  /** Over the holding, on the short weights held. */
  borrow: number;
  /** Over the holding, on longs beyond equity. */
  financing: number;
  /** Over the holding, earned on equity that is not in longs. */
  interest: number;
  /** Whether anything is held. */
  invested: boolean;
  /** Of the holding that ended last. */
  gross: number;
  longGross: number;
  shortGross: number;
  net: number;
}

/** @param carries whether the rest of an order is. */
export function flatPositions(stocks: number, carries: boolean): Positions {
  return {
    held: new Float64Array(stocks),
    drifted: new Float64Array(stocks),
    wanted: new Float64Array(stocks),
    rest: carries ? new Float64Array(stocks) : null,
    turnover: 0,
    turnoverLong: 0,
    turnoverShort: 0,
    cost: 0,
    spread: 0,
    commission: 0,
    impact: 0,
    borrow: 0,
    financing: 0,
    interest: 0,
    invested: false,
    gross: 0,
    longGross: 0,
    shortGross: 0,
    net: 0,
  };
}
