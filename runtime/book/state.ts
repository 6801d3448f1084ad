/**
 * The book between two sessions as plain data: numbers, strings, arrays and null, nothing else. JSON writes a double so
 * that it reads back as the same double; NaN, which JSON has not, is null.
 */
import type { CutState } from './cuts.ts';
import type { Decision } from './decision.ts';
import type { PositionStopState } from './positionStops.ts';
import type { Positions } from './positions.ts';
import type { SleeveState } from './sleeves.ts';
import type { StopState } from './stops.ts';

export type Packed = readonly (number | null)[];

export interface PositionsState {
  readonly held: Packed;
  /** What a pending decision wants of it. */
  readonly wanted: Packed;
  readonly turnover: number;
  readonly turnoverLong: number;
  readonly turnoverShort: number;
  readonly cost: number;
  readonly spread: number;
  readonly commission: number;
  readonly impact: number;
  readonly borrow: number;
  readonly financing: number;
  readonly interest: number;
  readonly rest: Packed | null;
  readonly invested: boolean;
}

/** Raised whenever what is saved changes its form or its meaning. */
export const STATE_VERSION = 3;

export interface BookState {
  readonly version: typeof STATE_VERSION;
  readonly session: number;
  readonly equity: number;
  readonly from: number | null;
  readonly lastPrice: Packed;
  /** In the order of the rules. */
  readonly sleeves: readonly SleeveState[];
  readonly live: PositionsState;
  readonly shadow: { readonly positions: PositionsState; readonly returns: readonly number[] } | null;
  readonly stops: StopState;
  /** Null without stops of positions. */
  readonly positions: PositionStopState | null;
  /** Decided and not yet filled. */
  readonly pending: (Omit<Decision, 'target' | 'scale' | 'cuts'> & { scale: number | null; cuts: CutState }) | null;
}

export function pack(values: Float64Array | readonly number[]): Packed {
  return Array.from(values, (value) => (Number.isNaN(value) ? null : value));
}

export function unpack(packed: Packed, into: Float64Array): void {
  for (let i = 0; i < packed.length; i++) into[i] = packed[i] ?? Number.NaN;
}

export function packPositions(positions: Positions): PositionsState {
  const { drifted: _, gross: _gross, longGross: _long, shortGross: _short, net: _net, ...kept } = positions;
  const { held, wanted, rest } = kept;
  return { ...kept, held: pack(held), wanted: pack(wanted), rest: rest && pack(rest) };
}

export function unpackPositions(state: PositionsState, into: Positions): void {
  const { held, wanted, rest, ...figures } = state;
  Object.assign(into, figures);
  unpack(held, into.held);
  unpack(wanted, into.wanted);
  if (rest !== null && into.rest !== null) unpack(rest, into.rest);
}
