/** Which values a figure of the book can have at all, and what follows for arithmetic on it. */
import { folding } from '../expression/fold.ts';
import type { TypedExpression } from '../expression/typed.ts';

export interface Interval {
  readonly lo: number;
  readonly hi: number;
  /** Whether the end itself is never reached. Infinite ends never are. */
  readonly loOpen: boolean;
  readonly hiOpen: boolean;
}

const ANYTHING: Interval = { lo: Number.NEGATIVE_INFINITY, hi: Number.POSITIVE_INFINITY, loOpen: true, hiOpen: true };

/** A book that has lost everything ends its run, and one that does not move at all has no volatility to read. */
const FIGURES: Readonly<Record<string, Interval>> = {
  drawdown: { lo: 0, hi: 1, loOpen: false, hiOpen: true },
  day_return: { ...ANYTHING, lo: -1 },
  volatility: { ...ANYTHING, lo: 0 },
};

export function intervalOf(value: TypedExpression, figures: Readonly<Record<string, Interval>> = FIGURES): Interval {
  return folding<Interval>((part, inputs) => combine(part, inputs, figures))(value);
}

function combine(
  part: TypedExpression,
  [left, right]: readonly Interval[],
  figures: Readonly<Record<string, Interval>>,
): Interval {
  if (part.form === 'constant') return exactly(part.value);
  const name = part.form === 'field' ? part.field.name : part.builtin.name;
  if (left === undefined) return figures[name] ?? ANYTHING;
  if (name === 'negate') return times(left, -1);
  if (right === undefined) return ANYTHING;
  switch (name) {
    case 'add':
      return plus(left, right);
    case 'subtract':
      return plus(left, times(right, -1));
    case 'multiply':
      return product(left, right);
    case 'divide':
      return isExact(right) ? times(left, 1 / right.lo) : ANYTHING;
    default:
      return ANYTHING;
  }
}

/** Whether `a < b` holds for no values of the two, or for all; null when it depends. */
export function isBelow(a: Interval, b: Interval): 'never' | 'always' | null {
  if (a.lo >= b.hi) return 'never';
  if (a.hi < b.lo || (a.hi === b.lo && (a.hiOpen || b.loOpen))) return 'always';
  return null;
}

export function exactly(value: number): Interval {
  return { lo: value, hi: value, loOpen: false, hiOpen: false };
}

function isExact({ lo, hi }: Interval): boolean {
  return lo === hi;
}

function plus(a: Interval, b: Interval): Interval {
  return { lo: a.lo + b.lo, hi: a.hi + b.hi, loOpen: a.loOpen || b.loOpen, hiOpen: a.hiOpen || b.hiOpen };
}

function times({ lo, hi, loOpen, hiOpen }: Interval, factor: number): Interval {
  if (factor === 0) return exactly(0);
  return factor > 0
    ? { lo: lo * factor, hi: hi * factor, loOpen, hiOpen }
    : { lo: hi * factor, hi: lo * factor, loOpen: hiOpen, hiOpen: loOpen };
}

/** Of two figures, neither a number, nothing is asked that would need more. */
function product(a: Interval, b: Interval): Interval {
  if (isExact(b)) return times(a, b.lo);
  return isExact(a) ? times(b, a.lo) : ANYTHING;
}
