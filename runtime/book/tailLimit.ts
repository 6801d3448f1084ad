/**
 * Limits of what a session may lose: value at risk and expected shortfall of the book as it would be held, over the last
 * returns of its names. A loss grows in proportion to the book, so all weights by one factor meet the limit exactly.
 */

import { filteredRisk, gaussianRisk, historicalRisk } from '../figures/tailRisk.ts';
import type { CutLog, LimitName } from './cuts.ts';
import { inBook } from './names.ts';
import { shrinkAndTell } from './shrink.ts';
import type { Support } from './support.ts';
import type { BookSession, TailLimit } from './types.ts';

const METHODS = { historical: historicalRisk, gaussian: gaussianRisk, garch: filteredRisk } as const;

/** A figure that is undefined, for want of history, binds nothing. */
export function limitTail(
  name: Extract<LimitName, 'value_at_risk' | 'expected_shortfall'>,
  weights: Float64Array,
  { most, level, window, method, returns }: TailLimit,
  session: Pick<BookSession, 'history'>,
  support: Support,
  cuts: CutLog | null,
): void {
  const past = pastReturns(weights, inBook(weights, support), session, returns, window);
  if (past === null) return;
  const risk = METHODS[method](past, level);
  if (risk === null) return;
  const loss = name === 'value_at_risk' ? risk.valueAtRisk : risk.expectedShortfall;
  if (loss > most) shrinkAndTell(name, weights, loss, most, support, cuts);
}

/**
 * What the book would have returned in each of the last sessions, had it been held with these weights: a name without a
 * return in one adds nothing to it. Null where the first of them has no return at all: there is less history than that.
 */
function pastReturns(
  weights: Float64Array,
  names: Int32Array,
  session: Pick<BookSession, 'history'>,
  returns: TailLimit['returns'],
  window: number,
): Float64Array | null {
  const history = session.history(returns, names, window);
  const past = new Float64Array(window);
  let known = 0;
  for (let k = 0; k < names.length; k++) {
    const weight = weights[names[k]!]!;
    const at = k * window;
    known += Number(!Number.isNaN(history[at]!));
    for (let s = 0; s < window; s++) {
      const made = history[at + s]!;
      if (!Number.isNaN(made)) past[s]! += weight * made;
    }
  }
  return known === 0 ? null : past;
}
