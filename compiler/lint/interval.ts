/** Arithmetic on what values can be: the least and the greatest. Each result holds all that can come out, if not only that. */

export interface Interval {
  readonly lo: number;
  readonly hi: number;
  /** Whether the end itself is never reached. Infinite ends never are. */
  readonly loOpen: boolean;
  readonly hiOpen: boolean;
}

export const ANYTHING: Interval = {
  lo: Number.NEGATIVE_INFINITY,
  hi: Number.POSITIVE_INFINITY,
  loOpen: true,
  hiOpen: true,
};

export function exactly(value: number): Interval {
  return within(value, value);
}

/** Both ends included, unless they are infinite. */
export function within(lo: number, hi: number): Interval {
  return { lo, hi, loOpen: !Number.isFinite(lo), hiOpen: !Number.isFinite(hi) };
}

/** Of fractions: 0.7 - 1 is in binary a little less than -0.3. */
const ROUNDING = 1e-12;

/** Whether `a < b` holds for no values of the two, or for all; null when it depends. */
export function isBelow(a: Interval, b: Interval): 'never' | 'always' | null {
  if (a.lo >= b.hi || isSame(a.lo, b.hi)) return 'never';
  if (isSame(a.hi, b.lo)) return a.hiOpen || b.loOpen ? 'always' : null;
  return a.hi < b.lo ? 'always' : null;
}

function isSame(a: number, b: number): boolean {
  return Math.abs(a - b) <= ROUNDING;
}

/** What an operator or a function makes of its operands, or null when nothing is known of it. */
export function resultOf(name: string, operands: readonly Interval[]): Interval | null {
  const [a, b, c] = operands;
  if (a === undefined) return null;
  if (b === undefined) return UNARY[name]?.(a) ?? null;
  if (c === undefined) return BINARY[name]?.(a, b) ?? null;
  if (name === 'where') return hull(b, c);
  return name === 'clip' ? least(greatest(a, b), c) : null;
}

const UNARY: Readonly<Record<string, (a: Interval) => Interval>> = {
  negate: (a) => times(a, -1),
  abs: (a) => (a.lo >= 0 ? a : a.hi <= 0 ? times(a, -1) : within(0, Math.max(-a.lo, a.hi))),
  sqrt: ({ lo, hi, loOpen, hiOpen }) => ({
    lo: Math.sqrt(Math.max(0, lo)),
    hi: Math.sqrt(Math.max(0, hi)),
    loOpen,
    hiOpen,
  }),
  exp: ({ lo, hi }) => ({ ...within(Math.exp(lo), Math.exp(hi)), loOpen: lo === Number.NEGATIVE_INFINITY }),
  log: ({ lo, hi }) => within(Math.log(Math.max(0, lo)), Math.log(Math.max(0, hi))),
  sign: ({ lo, hi }) => within(Math.sign(lo), Math.sign(hi)),
};

const BINARY: Readonly<Record<string, (a: Interval, b: Interval) => Interval>> = {
  add: plus,
  subtract: (a, b) => plus(a, times(b, -1)),
  multiply: product,
  divide: (a, b) =>
    isExact(b) ? times(a, 1 / b.lo) : b.lo > 0 || (b.lo === 0 && b.loOpen) ? product(a, inverse(b)) : ANYTHING,
  power,
  maximum: greatest,
  minimum: least,
};

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

/** Of two that both vary the extremes are among the products of their ends; nothing times what has no end is nothing. */
function product(a: Interval, b: Interval): Interval {
  if (isExact(b)) return times(a, b.lo);
  if (isExact(a)) return times(b, a.lo);
  const ends = [a.lo, a.hi].flatMap((x) => [b.lo, b.hi].map((y) => (x === 0 || y === 0 ? 0 : x * y)));
  return within(Math.min(...ends), Math.max(...ends));
}

/** Of what is above zero. */
function inverse({ lo, hi }: Interval): Interval {
  return { ...within(1 / hi, 1 / lo), loOpen: hi === Number.POSITIVE_INFINITY };
}

/** A power has no value below zero but for whole exponents, whose sign then depends. */
function power(a: Interval, b: Interval): Interval {
  if (a.lo >= 0) {
    const ends = [a.lo, a.hi].flatMap((x) => [b.lo, b.hi].map((y) => x ** y)).filter((end) => !Number.isNaN(end));
    return within(Math.min(...ends), a.lo < 1 && a.hi > 1 ? Math.max(1, ...ends) : Math.max(...ends));
  }
  return isExact(b) && b.lo % 2 === 0 ? within(0, Number.POSITIVE_INFINITY) : ANYTHING;
}

function greatest(a: Interval, b: Interval): Interval {
  return within(Math.max(a.lo, b.lo), Math.max(a.hi, b.hi));
}

function least(a: Interval, b: Interval): Interval {
  return within(Math.min(a.lo, b.lo), Math.min(a.hi, b.hi));
}

function hull(a: Interval, b: Interval): Interval {
  return within(Math.min(a.lo, b.lo), Math.max(a.hi, b.hi));
}
