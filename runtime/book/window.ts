/** The last returns of a book, a ring that allocates nothing. Sums run from the oldest to the newest. */
export class ReturnWindow {
  readonly #values: Float64Array;
  #count = 0;
  #next = 0;

  /** @param capacity the most returns anyone will ask for. */
  constructor(capacity: number) {
    this.#values = new Float64Array(Math.max(1, capacity));
  }

  get count(): number {
    return this.#count;
  }

  push(value: number): void {
    this.#values[this.#next] = value;
    this.#next = (this.#next + 1) % this.#values.length;
    this.#count = Math.min(this.#count + 1, this.#values.length);
  }

  clear(): void {
    this.#count = 0;
    this.#next = 0;
  }

  /** The newest return; NaN when there is none. */
  latest(): number {
    return this.#count === 0 ? Number.NaN : this.#back(0);
  }

  /** Mean of `n` returns, leaving out the newest `skip`; NaN when there are fewer. */
  mean(n: number, skip = 0): number {
    if (n < 1 || this.#count < n + skip) return Number.NaN;
    let sum = 0;
    for (let k = n - 1; k >= 0; k--) sum += this.#back(skip + k);
    return sum / n;
  }

  /** Their sample standard deviation (n − 1), in two passes; NaN when there are fewer than `n`, or than two. */
  deviation(n: number, skip = 0): number {
    if (n < 2) return Number.NaN;
    const mean = this.mean(n, skip);
    if (Number.isNaN(mean)) return Number.NaN;
    let sum = 0;
    for (let k = n - 1; k >= 0; k--) sum += (this.#back(skip + k) - mean) ** 2;
    return Math.sqrt(sum / (n - 1));
  }

  /** Oldest first. */
  toArray(): number[] {
    return Array.from({ length: this.#count }, (_, k) => this.#back(this.#count - 1 - k));
  }

  #back(sessions: number): number {
    const { length } = this.#values;
    return this.#values[(this.#next - 1 - sessions + 2 * length) % length]!;
  }
}
