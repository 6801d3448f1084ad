/** The sessions after which the audit lets nothing be known. */
import { random, shuffle } from '../random.ts';

/** The decision after which nothing is known: at the open or the close of a session, as the strategy decides. */
export interface Cut {
  readonly session: number;
  readonly at: 'open' | 'close';
}

/** The last session all of whose bars are known. */
export function lastWhole({ session, at }: Cut): number {
  return at === 'close' ? session : session - 1;
}

/** Opens and closes in order, as numbers. */
function placeInTime(session: number, at: Cut['at']): number {
  return 2 * session + (at === 'close' ? 1 : 0);
}

/** Negative when an open or close is before the cut, 0 when it is the cut itself. */
export function againstCut(session: number, at: Cut['at'], cut: Cut): number {
  return placeInTime(session, at) - placeInTime(cut.session, cut.at);
}

/** Sessions as indices of the whole data. */
export interface CutSpan {
  readonly count: number;
  /** Before it nothing has a value yet. */
  readonly first: number;
  /** After the last session there is nothing to leave out. */
  readonly end: number;
  /** Where everything from feature to order can be compared. */
  readonly test: { readonly first: number; readonly end: number };
}

/**
 * Half of them, rounded up, in the test window, which alone reaches the book; the others anywhere. Without repetition,
 * ascending; fewer when there are not so many sessions.
 */
export function drawCuts({ count, first, end, test }: CutSpan, seed: number): readonly number[] {
  const source = random(seed);
  const inTest = sessionsFrom(Math.max(first, test.first), Math.min(end, test.end));
  shuffle(inTest, source);
  const chosen = new Set(inTest.slice(0, Math.ceil(count / 2)));
  const anywhere = sessionsFrom(first, end);
  shuffle(anywhere, source);
  for (const session of anywhere) if (chosen.size < count) chosen.add(session);
  return [...chosen].sort((a, b) => a - b);
}

function sessionsFrom(first: number, end: number): number[] {
  return Array.from({ length: Math.max(0, end - first) }, (_, k) => first + k);
}
