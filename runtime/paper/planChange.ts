/** A book that goes on under other rules: what still has a meaning stays, what spoke of the old rules is let go. */
import type { BookState, Packed } from '../book/state.ts';
import type { BookRules } from '../book/types.ts';

/**
 * Positions, cash and the returns that stops read stay. Each portfolio keeps its smoothed book where there are as many as
 * before; else all begin with none. A book that a stop sent to cash waits for a hand to resume it, and no name is kept
 * out any longer. Positions that were watched by nobody begin at their last price.
 */
export function underOtherRules(book: BookState, rules: BookRules): BookState {
  const stocks = book.lastPrice.length;
  const none: Packed = new Array<number>(stocks).fill(0);
  const isSame = book.sleeves.length === rules.sleeves.length;
  return {
    ...book,
    sleeves: isSame ? book.sleeves : rules.sleeves.map(() => ({ target: none, smoothed: null })),
    stops: { ...book.stops, resumeAt: null, resumeWhen: [] },
    positions: rules.positionStops.length === 0 ? null : watched(book),
    pending: book.pending && { ...book.pending, cuts: [] },
  };
}

function watched({ positions, live, lastPrice }: BookState): BookState['positions'] {
  if (positions !== null) return { ...positions, out: [] };
  const entry = lastPrice.map((price, i) => (live.held[i] === 0 ? null : price));
  return { entry, best: entry, age: live.held.map(() => 0), out: [] };
}
