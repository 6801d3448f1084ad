/**
 * The limit of |Σ w·β|. A name whose beta is not known, for want of history, is taken to move as the market does: β = 1.
 */
import type { CutLog } from './cuts.ts';
import { shrinkAndTell } from './shrink.ts';
import type { Support } from './support.ts';

/** The names that move the book too far one way shrink by one factor, until they exceed the others by the limit. */
export function limitBeta(
  weights: Float64Array,
  most: number,
  betas: Float64Array,
  { stocks, count }: Support,
  cuts: CutLog | null,
): void {
  let up = 0;
  let down = 0;
  for (let k = 0; k < count; k++) {
    const i = stocks[k]!;
    const moved = weights[i]! * betaOf(betas, i);
    if (moved > 0) up += moved;
    else down -= moved;
  }
  const figure = Math.abs(up - down);
  if (figure <= most) return;
  const sign = up > down ? 1 : -1;
  const factor = (Math.min(up, down) + most) / Math.max(up, down);
  for (let k = 0; k < count; k++) {
    const i = stocks[k]!;
    const before = weights[i]!;
    if (!(sign * before * betaOf(betas, i) > 0)) continue;
    weights[i] = before * factor + 0;
    cuts?.limit('beta', i, figure, most, before, weights[i]!);
  }
}

/** All weights by one factor: where the limit of net has made one side smaller than the beta was balanced with. */
export function limitBetaOfAll(
  weights: Float64Array,
  most: number,
  betas: Float64Array,
  support: Support,
  cuts: CutLog | null,
): void {
  const { stocks, count } = support;
  let sum = 0;
  for (let k = 0; k < count; k++) sum += weights[stocks[k]!]! * betaOf(betas, stocks[k]!);
  const figure = Math.abs(sum);
  if (figure <= most * (1 + ROUNDING)) return;
  shrinkAndTell('beta', weights, figure, most, support, cuts);
}

/** A book that was just brought to the limit is not within it to the last bit. */
const ROUNDING = 1e-12;

function betaOf(betas: Float64Array, stock: number): number {
  const beta = betas[stock]!;
  return Number.isNaN(beta) ? 1 : beta;
}
