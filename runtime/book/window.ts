/**
 * The last returns of a book. A ring kept twice, end to end, so that any window is one contiguous stretch and nothing is
 * allocated or moved. Sums run from the oldest to the newest.
 */
export class ReturnWindow {
  readonly #capacity: number;
  readonly #values: Float64Array;
  #count = 0;
  #next = 0;

  /** @param capacity the most returns anyone will ask for. */
  constructor(capacity: number) {
    this.#capacity = Math.max(1, capacity);
    this.#values = new Float64Array(2 * this.#capacity);
  }

  push(value: number): void {
    this.#values[this.#next] = value;
    this.#values[this.#next + this.#capacity] = value;
    this.#next = (this.#next + 1) % this.#capacity;
    this.#count = Math.min(this.#count + 1, this.#capacity);
  }

  clear(): void {
    this.#count = 0;
    this.#next = 0;
  }

  /** The newest return; NaN when there is none. */
  latest(): number {
    return this.mean(1);
  }

  /** Mean of `n` returns, leaving out the newest `skip`; NaN when there are fewer. */
  mean(n: number, skip = 0): number {
    if (n < 1 || this.#count < n + skip) return Number.NaN;
    return meanOf(this.#values, this.#end(skip) - n, this.#end(skip));
  }

  /** Their sample standard deviation (n − 1), in two passes; NaN when there are fewer than `n`, or than two. */
  deviation(n: number, skip = 0): number {
    if (n < 2 || this.#count < n + skip) return Number.NaN;
    return deviationOf(this.#values, this.#end(skip) - n, this.#end(skip));
  }

  /** Oldest first. */
  toArray(): number[] {
    return Array.from(this.#values.subarray(this.#end(0) - this.#count, this.#end(0)));
  }

  /** Where the window that leaves out the newest `skip` ends. */
  #end(skip: number): number {
    return this.#next + this.#capacity - skip;
  }
}

function meanOf(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let k = from; k < to; k++) sum += values[k]!;
  return sum / (to - from);
}

function deviationOf(values: Float64Array, from: number, to: number): number {
  const mean = meanOf(values, from, to);
  let sum = 0;
  for (let k = from; k < to; k++) {
    const distance = values[k]! - mean;
    sum += distance * distance;
  }
  return Math.sqrt(sum / (to - from - 1));
}
