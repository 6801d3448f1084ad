/**
 * Step 1. One order of the cross-section: score descending, ticker ascending. Only its two ends are wanted: a histogram
 * of the scores shows the bucket in which an end stops. All beyond it are in, and a bounded heap finds the rest among
 * the few in it. The result is exactly that of sorting everything.
 */
import type { BookRules, BookSession } from './types.ts';

/** Scratch of the step, allocated once. */
export interface TargetScratch {
  /** Stocks of the cross-section, ascending. */
  readonly section: Int32Array;
  readonly chosen: Int32Array;
  /** Stocks of the bucket in which an end stops. */
  readonly candidates: Int32Array;
  /** Of each name of the section: its bucket. */
  readonly bucket: Uint8Array;
  readonly sizes: Int32Array;
}

/** Buckets of the histogram: with 1,000 names, a handful in each. */
const BUCKETS = 256;

export function targetScratch(stocks: number): TargetScratch {
  return {
    section: new Int32Array(stocks),
    chosen: new Int32Array(stocks),
    candidates: new Int32Array(stocks),
    bucket: new Uint8Array(stocks),
    sizes: new Int32Array(BUCKETS),
  };
}

/** Fills `target` with step 1; answers the size of the cross-section, 0 when it is empty. */
export function buildTarget(
  rules: Pick<BookRules, 'long' | 'short'>,
  session: Pick<BookSession, 'score' | 'eligible' | 'longFilter' | 'shortFilter'>,
  scratch: TargetScratch,
  target: Float64Array,
): number {
  const { chosen } = scratch;
  const { score } = session;
  const names = crossSection(session, scratch.section);
  const bucketed = fillBuckets(score, names, scratch);
  target.fill(0);
  if (rules.long !== null) {
    const count = selectEnd(score, names, sideCount(rules, rules.long.count, names), 'first', bucketed, scratch);
    spread(target, rules.long.gross, chosen, keepPassing(chosen, count, session.longFilter));
  }
  if (rules.short !== null) {
    const count = selectEnd(score, names, sideCount(rules, rules.short.count, names), 'last', bucketed, scratch);
    spread(target, -rules.short.gross, chosen, keepPassing(chosen, count, session.shortFilter));
  }
  return names;
}

/** A two-sided book of fewer than 2K names takes half of them a side; a one-sided one takes all there are. */
function sideCount(rules: Pick<BookRules, 'long' | 'short'>, count: number, names: number): number {
  const twoSided = rules.long !== null && rules.short !== null;
  return Math.min(count, twoSided ? Math.floor(names / 2) : names);
}

function crossSection(session: Pick<BookSession, 'score' | 'eligible'>, section: Int32Array): number {
  const { score, eligible } = session;
  let names = 0;
  for (let i = 0; i < score.length; i++) {
    // Whoever is not in it is written over by the next: no guess for a processor to get wrong.
    section[names] = i;
    names += Number(eligible[i] === 1) & Number(!Number.isNaN(score[i]!));
  }
  return names;
}

/**
 * Sorts the section roughly, into buckets of equal width between its lowest and highest score. A greater score is never
 * in a lower bucket, whatever rounding does. Answers false where that does not work: no spread, or an infinite one.
 */
function fillBuckets(score: Float64Array, names: number, { section, bucket, sizes }: TargetScratch): boolean {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let n = 0; n < names; n++) {
    const value = score[section[n]!]!;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const perUnit = (BUCKETS - 1) / (high - low);
  if (!(perUnit > 0) || perUnit === Number.POSITIVE_INFINITY) return false;
  sizes.fill(0);
  for (let n = 0; n < names; n++) {
    const at = ((score[section[n]!]! - low) * perUnit) | 0;
    bucket[n] = at;
    sizes[at]!++;
  }
  return true;
}

/**
 * The first or last `count` of the order, in no particular order, into `chosen`. Needs `count` ≤ `names`.
 * @param bucketed whether `fillBuckets` worked.
 */
function selectEnd(
  score: Float64Array,
  names: number,
  count: number,
  end: 'first' | 'last',
  bucketed: boolean,
  scratch: TargetScratch,
): number {
  if (count <= 0) return 0;
  const { section, candidates, chosen } = scratch;
  if (!bucketed) return selectAmong(score, section, names, count, end, chosen);
  const border = borderOf(scratch.sizes, count, end);
  const beyond = splitAt(border, names, end, scratch);
  const atBorder = scratch.sizes[border]!;
  return beyond + selectAmong(score, candidates, atBorder, count - beyond, end, chosen.subarray(beyond));
}

/** The first bucket, coming from an end, with which there are `count` names. */
function borderOf(sizes: Int32Array, count: number, end: 'first' | 'last'): number {
  const inwards = end === 'first' ? -1 : 1;
  let border = end === 'first' ? BUCKETS - 1 : 0;
  for (let names = sizes[border]!; names < count; names += sizes[border]!) border += inwards;
  return border;
}

/** Into `chosen` the names beyond the border, into `candidates` those at it, in ticker order; answers the former. */
function splitAt(border: number, names: number, end: 'first' | 'last', scratch: TargetScratch): number {
  const { section, bucket, chosen, candidates } = scratch;
  const [from, to] = end === 'first' ? [border, BUCKETS - 1] : [0, border];
  let beyond = 0;
  let atBorder = 0;
  for (let n = 0; n < names; n++) {
    const at = bucket[n]!;
    if (at < from || at > to) continue;
    if (at === border) candidates[atBorder++] = section[n]!;
    else chosen[beyond++] = section[n]!;
  }
  return beyond;
}

/**
 * A heap of at most `count` names with the least wanted at the root. Visiting names in ticker order for the first and
 * against it for the last, one that comes later never wins a tie.
 */
function selectAmong(
  score: Float64Array,
  among: Int32Array,
  names: number,
  count: number,
  end: 'first' | 'last',
  chosen: Int32Array,
): number {
  const sign = end === 'first' ? 1 : -1;
  let size = 0;
  for (let visited = 0; visited < names; visited++) {
    const stock = among[end === 'first' ? visited : names - 1 - visited]!;
    if (size < count) {
      chosen[size] = stock;
      siftUp(score, chosen, size, sign);
      size++;
    } else if (sign * score[stock]! > sign * score[chosen[0]!]!) {
      chosen[0] = stock;
      siftDown(score, chosen, size, sign);
    }
  }
  return size;
}

/** Whether `a` is wanted less than `b`: the worse score, and for equal scores the one visited later. */
function lessWanted(score: Float64Array, a: number, b: number, sign: number): boolean {
  const left = sign * score[a]!;
  const right = sign * score[b]!;
  return left < right || (left === right && sign * a > sign * b);
}

function siftUp(score: Float64Array, heap: Int32Array, from: number, sign: number): void {
  let at = from;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!lessWanted(score, heap[at]!, heap[parent]!, sign)) return;
    swap(heap, at, parent);
    at = parent;
  }
}

function siftDown(score: Float64Array, heap: Int32Array, size: number, sign: number): void {
  let at = 0;
  for (;;) {
    const left = 2 * at + 1;
    if (left >= size) return;
    const right = left + 1;
    const child = right < size && lessWanted(score, heap[right]!, heap[left]!, sign) ? right : left;
    if (!lessWanted(score, heap[child]!, heap[at]!, sign)) return;
    swap(heap, at, child);
    at = child;
  }
}

function swap(heap: Int32Array, a: number, b: number): void {
  const kept = heap[a]!;
  heap[a] = heap[b]!;
  heap[b] = kept;
}

/** The filter is asked after the end is chosen (docs/decisions/filter-after-rank.md): it may leave fewer than K. */
function keepPassing(chosen: Int32Array, count: number, filter: Uint8Array | null): number {
  if (filter === null) return count;
  let kept = 0;
  for (let c = 0; c < count; c++) {
    if (filter[chosen[c]!] === 1) chosen[kept++] = chosen[c]!;
  }
  return kept;
}

function spread(target: Float64Array, gross: number, chosen: Int32Array, count: number): void {
  const weight = gross / count;
  for (let c = 0; c < count; c++) target[chosen[c]!] = weight;
}
