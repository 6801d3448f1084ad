import type { Positions } from './positions.ts';

/**
 * The stocks in play: whoever has a weight in a smoothed book or is held, ascending, so that sums run in ticker order.
 * Weights of all others are zero, and no step needs to look at them: a book of 76 names among 1,000 stocks would
 * otherwise mostly add zeros, and guess which.
 */
export class Support {
  readonly stocks: Int32Array;
  count = 0;
  readonly #entering: Int32Array;
  readonly #isIn: Uint8Array;
  /** Rebalances since the last pruning. */
  #unpruned = 0;

  constructor(stocks: number) {
    this.stocks = new Int32Array(stocks);
    this.#entering = new Int32Array(stocks);
    this.#isIn = new Uint8Array(stocks);
  }

  /** Takes in every stock with a non-zero value. O(in play + stocks). */
  include(values: Float64Array): void {
    const list = this.#entering;
    const isIn = this.#isIn;
    let entering = 0;
    for (let i = 0; i < values.length; i++) {
      // Whoever does not enter is written over by the next: no guess for a processor to get wrong.
      list[entering] = i;
      entering += Number(values[i] !== 0) & (1 - isIn[i]!);
    }
    this.#merge(entering);
  }

  /**
   * Every so often lets go of the stocks that are neither in a sleeve nor held, nor to be: nobody looks at their weights
   * any more. Until then they are zeros among the others, which change no sum, and are cheaper than looking for them.
   */
  prune(sleeves: readonly Float64Array[], live: Positions, shadow: Positions): void {
    if (++this.#unpruned < PRUNED_EVERY) return;
    this.#unpruned = 0;
    const isIn = this.#isIn;
    for (let k = 0; k < this.count; k++) isIn[this.stocks[k]!] = 0;
    for (const weights of sleeves) this.#mark(weights);
    for (const { held, rest } of [live, shadow]) {
      this.#mark(held);
      if (rest !== null) this.#mark(rest);
    }
    let kept = 0;
    for (let k = 0; k < this.count; k++) {
      const i = this.stocks[k]!;
      this.stocks[kept] = i;
      kept += isIn[i]!;
      if (isIn[i] === 1) continue;
      live.drifted[i] = shadow.drifted[i] = 0;
      live.wanted[i] = shadow.wanted[i] = 0;
    }
    this.count = kept;
  }

  #mark(weights: Float64Array): void {
    const { stocks, count } = this;
    const isIn = this.#isIn;
    for (let k = 0; k < count; k++) {
      const i = stocks[k]!;
      isIn[i]! |= Number(weights[i] !== 0);
    }
  }

  clear(): void {
    this.count = 0;
    this.#isIn.fill(0);
  }

  /** Two ascending lists become one, from the back, in place. */
  #merge(entering: number): void {
    let from = this.count - 1;
    let at = this.count + entering - 1;
    this.count += entering;
    for (let e = entering - 1; e >= 0; e--) {
      const stock = this.#entering[e]!;
      while (from >= 0 && this.stocks[from]! > stock) this.stocks[at--] = this.stocks[from--]!;
      this.stocks[at--] = stock;
      this.#isIn[stock] = 1;
    }
  }
}

const PRUNED_EVERY = 8;
