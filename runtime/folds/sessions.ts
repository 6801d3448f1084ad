/**
 * Which sessions of a fold are learnt from: its windows without purge and embargo
 * (docs/decisions/purge-and-embargo.md).
 */
import { type DateRange, type FoldSpec, type Gaps, judgesOf } from '../../compiler/plan.ts';
import { sessionsWithin } from '../market.ts';

/** Session indices `[first, end)`. */
export interface SessionRange {
  readonly first: number;
  readonly end: number;
}

export type LearningWindow = 'train' | 'validate';

/** The sessions of a window, in one piece or several. */
export function sessionsOf(ranges: readonly DateRange[], sessions: Int32Array): readonly SessionRange[] {
  return ranges.map((range) => sessionsWithin(sessions, range));
}

/**
 * Before a window that judges, the last `purge` sessions are left out: their labels end inside of it. After one, those up
 * to `embargo` sessions after its end: they reach back into it.
 */
export function learntFrom(
  window: LearningWindow,
  fold: FoldSpec,
  { purge, embargo }: Gaps,
  sessions: Int32Array,
): readonly SessionRange[] {
  return trimmed(window, fold, sessions, { purge, embargo });
}

/** What a scale is fitted on: features know nothing of what comes after them, so that nothing is purged. */
export function scaledOn(fold: FoldSpec, { embargo }: Gaps, sessions: Int32Array): readonly SessionRange[] {
  return trimmed('train', fold, sessions, { purge: 0, embargo });
}

function trimmed(window: LearningWindow, fold: FoldSpec, sessions: Int32Array, gaps: Gaps): readonly SessionRange[] {
  const judges = judgesOf(window, fold);
  return fold[window].map((range) => {
    const { first, end } = sessionsWithin(sessions, range);
    const isJudged = judges.some(({ from }) => from > range.to);
    const before = judges.findLast(({ to }) => to < range.from);
    const free = before === undefined ? first : sessionsWithin(sessions, before).end + gaps.embargo;
    const start = Math.max(first, free);
    return { first: start, end: Math.max(start, isJudged ? end - gaps.purge : end) };
  });
}

export function isWithin(ranges: readonly SessionRange[], session: number): boolean {
  return ranges.some(({ first, end }) => session >= first && session < end);
}

/** From the first day to the last, with what lies between. */
export function spanOf(ranges: readonly DateRange[]): DateRange {
  return { from: ranges[0]!.from, to: ranges.at(-1)!.to };
}
