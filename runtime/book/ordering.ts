/**
 * One order of a cross-section: score descending, ticker ascending. Only its two ends are wanted: a histogram of the
 * scores shows the bucket in which an end stops. All beyond it are in, and a bounded heap finds the rest among the few in
 * it. The result is exactly that of sorting everything.
 */

/** Buckets of the histogram: with 1,000 names, a handful in each. */
const BUCKETS = 256;

export type End = 'first' | 'last';

export class Ordering {
  /** Stocks of the cross-section, ascending; the first `names` hold. */
  readonly section: Int32Array;
  names = 0;
  #score: Float64Array;
  /** Whether the histogram tells anything. */
  #bucketed = false;
  /** Of each name of the section: its bucket. */
  readonly #bucket: Uint8Array;
  readonly #sizes = new Int32Array(BUCKETS);
  /** Stocks of the bucket in which an end stops. */
  readonly #candidates: Int32Array;

  constructor(stocks: number) {
    this.section = new Int32Array(stocks);
    this.#score = new Float64Array(stocks);
    this.#bucket = new Uint8Array(stocks);
    this.#candidates = new Int32Array(stocks);
  }

  /** Orders whoever is eligible and has a score. The score is read until the next call. */
  arrange(score: Float64Array, eligible: Uint8Array): void {
    const { section } = this;
    let names = 0;
    for (let i = 0; i < score.length; i++) {
      // Whoever is not in it is written over by the next: no guess for a processor to get wrong.
      section[names] = i;
      names += Number(eligible[i] === 1) & Number(!Number.isNaN(score[i]!));
    }
    this.names = names;
    this.#score = score;
    this.#bucketed = this.#fillBuckets();
  }

  /** All of the cross-section, ascending by ticker; answers how many. */
  all(chosen: Int32Array): number {
    chosen.set(this.section.subarray(0, this.names));
    return this.names;
  }

  scoreOf(stock: number): number {
    return this.#score[stock]!;
  }

  /** Of the scores of the cross-section: the middle one, or the mean of the two in the middle. NaN when it is empty. */
  median(): number {
    const upper = this.names >> 1;
    return this.names % 2 === 1 ? this.#lowest(upper) : (this.#lowest(upper - 1) + this.#lowest(upper)) / 2;
  }

  /** The first or last `count` of the order, in no particular order, into `chosen`. Needs `count` ≤ `names`. */
  select(end: End, count: number, chosen: Int32Array): void {
    if (count <= 0) return;
    const score = this.#score;
    if (!this.#bucketed) {
      selectAmong(score, this.section, this.names, count, end, chosen);
      return;
    }
    const border = borderOf(this.#sizes, count, end);
    const beyond = this.#splitAt(border, end, chosen);
    selectAmong(score, this.#candidates, this.#sizes[border]!, count - beyond, end, chosen.subarray(beyond));
  }

  /**
   * Sorts the section roughly, into buckets of equal width between its lowest and highest score. A greater score is never
   * in a lower bucket, whatever rounding does. Answers false where that does not work: no spread, or an infinite one.
   */
  #fillBuckets(): boolean {
    const { section, names } = this;
    const score = this.#score;
    const bucket = this.#bucket;
    const sizes = this.#sizes;
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

  /** The score with exactly `rank` scores below it, equal ones counted once each. */
  #lowest(rank: number): number {
    const { section, names } = this;
    const score = this.#score;
    let before = 0;
    let bucket = -1;
    if (this.#bucketed)
      for (bucket = 0; before + this.#sizes[bucket]! <= rank; bucket++) before += this.#sizes[bucket]!;
    const among: number[] = [];
    for (let n = 0; n < names; n++) {
      if (bucket < 0 || this.#bucket[n] === bucket) among.push(score[section[n]!]!);
    }
    return Float64Array.from(among).sort()[rank - before] ?? Number.NaN;
  }

  /** Into `chosen` the names beyond the border, and apart those at it, in ticker order; answers the former. */
  #splitAt(border: number, end: End, chosen: Int32Array): number {
    const { section, names } = this;
    const bucket = this.#bucket;
    const candidates = this.#candidates;
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
}

/** The first bucket, coming from an end, with which there are `count` names. */
function borderOf(sizes: Int32Array, count: number, end: End): number {
  const inwards = end === 'first' ? -1 : 1;
  let border = end === 'first' ? BUCKETS - 1 : 0;
  for (let names = sizes[border]!; names < count; names += sizes[border]!) border += inwards;
  return border;
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
  end: End,
  chosen: Int32Array,
): void {
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
