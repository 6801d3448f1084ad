/**
 * Limits bind the book that is asked for. What is held can exceed them all the same, where the turnover limit, a
 * participation or a missing price keeps the old: this tells by how much, and how often.
 */
import type { LimitsSpec } from '../../compiler/plan.ts';
import type { Decisions, LedgerWeights } from '../results.ts';

/** One of the limits that the weights alone can be held to. */
export interface HeldAbove {
  readonly limit: 'weight' | 'names' | 'net' | 'gross';
  readonly most: number;
  /** Fills of a rebalance after which the book was above. */
  readonly fills: number;
  /** Of these, the fill after which it was highest above, by its row among the decisions. */
  readonly worst: { readonly decision: number; readonly figure: number };
}

/** In the order in which limits are applied; empty where all that was held kept to them. */
export function heldAbove(limits: LimitsSpec, { count, flags, weights }: Decisions): HeldAbove[] {
  const rebalances = Array.from({ length: count }, (_, d) => d).filter((d) => flags[d]!.rebalance && !flags[d]!.flat);
  return (Object.keys(FIGURES) as HeldAbove['limit'][]).flatMap((limit) => {
    const most = limits[limit];
    if (most === null) return [];
    const found = rebalances
      .map((decision) => ({ decision, figure: FIGURES[limit](heldAt(weights, decision)) }))
      .filter(({ figure }) => figure > most + DUST);
    if (found.length === 0) return [];
    return [{ limit, most, fills: found.length, worst: found.reduce((a, b) => (b.figure > a.figure ? b : a)) }];
  });
}

/** Sums of weights are rounded. */
const DUST = 1e-9;

const FIGURES: Record<HeldAbove['limit'], (held: Float64Array) => number> = {
  weight: (held) => held.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0),
  names: (held) => held.filter((weight) => weight !== 0).length,
  net: (held) => Math.abs(held.reduce((sum, weight) => sum + weight, 0)),
  gross: (held) => held.reduce((sum, weight) => sum + Math.abs(weight), 0),
};

function heldAt({ starts, held }: LedgerWeights, decision: number): Float64Array {
  return held.subarray(starts[decision], starts[decision + 1]);
}
