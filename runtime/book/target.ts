/**
 * Step 1: each side of a sleeve is chosen from one end of the order of its cross-section, filtered, and given its gross.
 */
import { type End, Ordering } from './ordering.ts';
import type { BookSession, LegRules, SleeveRules } from './types.ts';

/** Scratch of the step, allocated once. */
export interface TargetScratch {
  readonly ordering: Ordering;
  readonly chosen: Int32Array;
}

export function targetScratch(stocks: number): TargetScratch {
  return { ordering: new Ordering(stocks), chosen: new Int32Array(stocks) };
}

/**
 * Fills `target` with step 1; answers the size of the cross-section, of the larger where the sides have one each. When
 * it is empty, `target` stays as it was.
 */
export function buildTarget(
  { long, short }: Pick<SleeveRules, 'long' | 'short'>,
  session: Pick<BookSession, 'eligible' | 'row'>,
  scratch: TargetScratch,
  target: Float64Array,
): number {
  const { ordering } = scratch;
  const oneOrder = long?.score === short?.score;
  let names = 0;
  const arrange = (leg: LegRules): void => {
    ordering.arrange(session.row(leg.score), session.eligible);
    if (names === 0 && ordering.names > 0) target.fill(0);
    names = Math.max(names, ordering.names);
  };
  if (long !== null) {
    arrange(long);
    addSide(long, 'first', oneOrder, session, scratch, target);
  }
  if (short !== null) {
    if (!oneOrder) arrange(short);
    addSide(short, 'last', oneOrder, session, scratch, target);
  }
  return names;
}

/** @param oneOrder whether the other side takes from the other end of the same order: then no name is on both. */
function addSide(
  leg: LegRules,
  end: End,
  oneOrder: boolean,
  session: Pick<BookSession, 'row'>,
  { ordering, chosen }: TargetScratch,
  target: Float64Array,
): void {
  const { names } = ordering;
  const count = Math.min(leg.count, oneOrder ? Math.floor(names / 2) : names);
  ordering.select(end, count, chosen);
  const passing = leg.filter === null ? count : keepPassing(chosen, count, session.row(leg.filter));
  const weight = (end === 'first' ? leg.gross : -leg.gross) / passing;
  for (let c = 0; c < passing; c++) target[chosen[c]!]! += weight;
}

/** The filter is asked after the end is chosen (docs/decisions/filter-after-rank.md): it may leave fewer than K. */
function keepPassing(chosen: Int32Array, count: number, filter: Float64Array): number {
  let kept = 0;
  for (let c = 0; c < count; c++) {
    if (filter[chosen[c]!] === 1) chosen[kept++] = chosen[c]!;
  }
  return kept;
}
