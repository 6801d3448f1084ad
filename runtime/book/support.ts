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

  /** Lets go of the stocks that are neither in a smoothed book nor held, nor to be; nobody looks at their weights any more. */
  prune(memories: readonly Float64Array[], live: Positions, shadow: Positions): void {
    const [first] = memories as [Float64Array];
    const others = memories.slice(1);
    let kept = 0;
    for (let k = 0; k < this.count; k++) {
      const i = this.stocks[k]!;
      if (first[i] !== 0 || isOpen(live, i) || isOpen(shadow, i) || isIn(others, i)) {
        this.stocks[kept++] = i;
        continue;
      }
      this.#isIn[i] = 0;
      live.drifted[i] = shadow.drifted[i] = 0;
      live.wanted[i] = shadow.wanted[i] = 0;
    }
    this.count = kept;
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

function isOpen({ held, rest }: Positions, stock: number): boolean {
  return held[stock] !== 0 || (rest !== null && rest[stock] !== 0);
}

function isIn(memories: readonly Float64Array[], stock: number): boolean {
  for (const weights of memories) if (weights[stock] !== 0) return true;
  return false;
}
