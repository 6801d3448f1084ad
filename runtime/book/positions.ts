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
  /** Of the fill that opened the holding. */
  turnover: number;
  turnoverLong: number;
  turnoverShort: number;
  cost: number;
  /** Over the holding, on the short weights held. */
  borrow: number;
  /** Whether anything is held. */
  invested: boolean;
  /** Of the holding that ended last. */
  gross: number;
  longGross: number;
  shortGross: number;
  net: number;
}

export function flatPositions(stocks: number): Positions {
  return {
    held: new Float64Array(stocks),
    drifted: new Float64Array(stocks),
    wanted: new Float64Array(stocks),
    turnover: 0,
    turnoverLong: 0,
    turnoverShort: 0,
    cost: 0,
    borrow: 0,
    invested: false,
    gross: 0,
    longGross: 0,
    shortGross: 0,
    net: 0,
  };
}
