/**
 * Step 1. One order of the cross-section: score descending, ticker ascending. The two ends of that order are found
 * with a bounded heap each, which gives exactly what sorting everything would.
 */
import type { BookRules, BookSession } from './types.ts';

/** Scratch of the step, allocated once. */
export interface TargetScratch {
  /** Stocks of the cross-section, ascending. */
  readonly section: Int32Array;
  readonly chosen: Int32Array;
}

export function targetScratch(stocks: number): TargetScratch {
  return { section: new Int32Array(stocks), chosen: new Int32Array(stocks) };
}

/** Fills `target` with step 1; answers the size of the cross-section, 0 when it is empty. */
export function buildTarget(
  rules: Pick<BookRules, 'long' | 'short'>,
  session: Pick<BookSession, 'score' | 'eligible' | 'longFilter' | 'shortFilter'>,
  scratch: TargetScratch,
  target: Float64Array,
): number {
  const { section, chosen } = scratch;
  const names = crossSection(session, section);
  target.fill(0);
  if (rules.long !== null) {
    const count = selectEnd(session.score, section, names, sideCount(rules, rules.long.count, names), 'first', chosen);
    spread(target, rules.long.gross, chosen, keepPassing(chosen, count, session.longFilter));
  }
  if (rules.short !== null) {
    const count = selectEnd(session.score, section, names, sideCount(rules, rules.short.count, names), 'last', chosen);
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
    if (eligible[i] === 1 && !Number.isNaN(score[i]!)) section[names++] = i;
  }
  return names;
}

/**
 * The first or last `count` of the order, in no particular order, into `chosen`. A heap of at most `count` names with
 * the least wanted at the root: O(n log count). Visiting the section in ticker order for the first and against it for
 * the last, a name that comes later never wins a tie.
 */
export function selectEnd(
  score: Float64Array,
  section: Int32Array,
  names: number,
  count: number,
  end: 'first' | 'last',
  chosen: Int32Array,
): number {
  if (count <= 0) return 0;
  const sign = end === 'first' ? 1 : -1;
  let size = 0;
  for (let visited = 0; visited < names; visited++) {
    const stock = section[end === 'first' ? visited : names - 1 - visited]!;
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
