/**
 * Which sessions are learnt from, held to what overlaps in truth: prices numbered by session, the label and the features
 * of every example as sets of them.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deriveGaps } from '../../../compiler/check/split/gaps.ts';
import { grouped } from '../../../compiler/check/split/groups.ts';
import { walkForward } from '../../../compiler/check/split/walkForward.ts';
import type { DateRange, FoldSpec } from '../../../compiler/plan.ts';
import { isWithin, learntFrom, scaledOn, sessionsOf } from '../../../runtime/folds/sessions.ts';
import { fromIsoDay, sessionsWithin, toIsoDay } from '../../../runtime/market.ts';

const FIRST = fromIsoDay('2020-01-01');

/** Sessions on most days: each day is one with the same chance, so that windows begin and end beside them. */
const sessionsArb = fc
  .tuple(fc.integer({ min: 200, max: 400 }), fc.infiniteStream(fc.integer({ min: 0, max: 9 })))
  .map(([days, dice]) => {
    const kept: number[] = [];
    for (let day = 0; day < days; day++) if (dice.next().value! < 7) kept.push(FIRST + day);
    return { days, sessions: Int32Array.from(kept) };
  });

const reachArb = fc.record({
  horizon: fc.integer({ min: 1, max: 8 }),
  features: fc.integer({ min: 0, max: 12 }),
  window: fc.integer({ min: 0, max: 12 }),
});

type Reach = typeof reachArb extends fc.Arbitrary<infer R> ? R : never;

const indices = (ranges: readonly DateRange[], sessions: Int32Array) =>
  ranges.flatMap((each) => {
    const { first, end } = sessionsWithin(sessions, each);
    return Array.from({ length: end - first }, (_, k) => first + k);
  });

interface Example {
  readonly session: number;
  /** The last session of its own window. */
  readonly last: number;
  /** Whether a window that judges is still to come; it may hold no session. */
  readonly isJudged: boolean;
}

/** Whether an example shares a price with the sessions it is judged by, beyond what is known by the end of its window. */
function leaks({ session, last, isJudged }: Example, judged: readonly number[], reach: Reach) {
  // Judged later: the label must be known while its own window still runs.
  if (isJudged && session + reach.horizon > last) return true;
  // Judged before: neither features nor window may reach back to a price that a judged label reads.
  const back = session - reach.features - reach.window;
  return judged.some((j) => j < session && back <= j + reach.horizon);
}

function verify(fold: FoldSpec, sessions: Int32Array, reach: Reach) {
  const gaps = deriveGaps(reach);
  for (const name of ['train', 'validate'] as const) {
    const learnt = learntFrom(name, fold, gaps, sessions);
    const judges = name === 'train' ? [...fold.validate, ...fold.test] : fold.test;
    const judged = indices(judges, sessions);
    fold[name].forEach((range, k) => {
      const segment = indices([range], sessions);
      const isJudged = judges.some(({ from }) => from > range.to);
      for (const session of segment) {
        const example = { session, last: segment.at(-1)!, isJudged };
        expect(isWithin([learnt[k]!], session), `${name}, session ${session}`).toBe(!leaks(example, judged, reach));
      }
    });
  }
}

describe('no example shares a price with what judges it, and none is left out for nothing', () => {
  test('k-fold and combinatorial', () => {
    fc.assert(
      fc.property(
        sessionsArb,
        reachArb,
        fc.constantFrom({ groups: 3, test: 1 }, { groups: 5, test: 1 }, { groups: 5, test: 2 }, { groups: 6, test: 3 }),
        fc.integer({ min: 1, max: 2 }),
        ({ days, sessions }, reach, groups, validate) => {
          if (groups.groups <= groups.test + validate) return;
          const over = { from: toIsoDay(FIRST), to: toIsoDay(FIRST + days - 1) };
          for (const fold of grouped({ over, ...groups, validate }).folds) verify(fold, sessions, reach);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('walk-forward', () => {
    fc.assert(
      fc.property(
        sessionsArb,
        reachArb,
        fc.constantFrom('rolling', 'expanding'),
        ({ days, sessions }, reach, window) => {
          const weeks = (count: number) => ({ months: 0, days: 7 * count });
          const over = { from: toIsoDay(FIRST), to: toIsoDay(FIRST + days - 1) };
          const lengths = { train: weeks(9), validate: weeks(4), test: weeks(5), step: weeks(3) };
          const { folds } = walkForward({ kind: 'walk_forward', over, ...lengths, window, start: 'fresh' });
          for (const fold of folds) verify(fold, sessions, reach);
        },
      ),
      { numRuns: 30 },
    );
  });
});

test('what is judged is predicted by no model that knew it: every day of a path lies outside of all that was learnt', () => {
  const over = { from: '2020-01-01', to: '2021-12-31' };
  const sessions = Int32Array.from({ length: 731 }, (_, day) => FIRST + day);
  const { folds, paths } = grouped({ over, groups: 6, test: 2, validate: 1 });
  for (const path of paths) {
    for (const { fold, ...days } of path) {
      const judged = indices([days], sessions);
      const learnt = (['train', 'validate'] as const).flatMap((name) =>
        learntFrom(name, folds[fold]!, { purge: 5, embargo: 30 }, sessions),
      );
      expect(judged.some((t) => isWithin(learnt, t))).toBe(false);
    }
  }
});

test('the scale is fitted up to the end of a window, and after a judged one as late as the model learns', () => {
  const sessions = Int32Array.from({ length: 100 }, (_, day) => FIRST + day);
  const day = (t: number) => toIsoDay(FIRST + t);
  const fold: FoldSpec = {
    train: [
      { from: day(0), to: day(29) },
      { from: day(60), to: day(99) },
    ],
    validate: [{ from: day(30), to: day(39) }],
    test: [{ from: day(40), to: day(59) }],
  };
  const gaps = { purge: 3, embargo: 12 };
  expect(scaledOn(fold, gaps, sessions)).toEqual([
    { first: 0, end: 30 },
    { first: 72, end: 100 },
  ]);
  expect(learntFrom('train', fold, gaps, sessions)).toEqual([
    { first: 0, end: 27 },
    { first: 72, end: 100 },
  ]);
  expect(learntFrom('validate', fold, gaps, sessions)).toEqual([{ first: 30, end: 37 }]);
  expect(sessionsOf(fold.test, sessions)).toEqual([{ first: 40, end: 60 }]);
});
