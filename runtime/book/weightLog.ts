/**
 * The weights of a ledger: at each fill, of the names in play, after each step. A book of 76 names among 5,000 stocks is
 * mostly zeros, which nobody needs to keep.
 */
import type { BookStep, LedgerWeights } from '../results.ts';
import type { Fill } from './decision.ts';
import { roomFor, widened } from './room.ts';

export class WeightLog {
  readonly #sessions: number;
  readonly #starts: Int32Array;
  #decisions = 0;
  #stock = new Int32Array(0);
  #columns: Record<BookStep, Float64Array> = {
    target: new Float64Array(0),
    smoothed: new Float64Array(0),
    limited: new Float64Array(0),
    drifted: new Float64Array(0),
    held: new Float64Array(0),
  };
  /** Weights of a step that did not take place. */
  readonly #none: Float64Array;

  constructor(sessions: number, stocks: number) {
    this.#sessions = sessions;
    this.#starts = new Int32Array(sessions + 1);
    this.#none = new Float64Array(stocks).fill(Number.NaN);
  }

  /** The names that have a weight in any step. */
  add({ names, decision, smoothed, limited, drifted, held }: Fill): void {
    let row = this.#starts[this.#decisions++]!;
    if (row + names.length > this.#stock.length) this.#grow(row + names.length);
    const takenUp = decision.rebalance || decision.resumed;
    const targets = decision.rebalance ? decision.target : this.#none;
    const smooth = takenUp ? smoothed : this.#none;
    const limits = takenUp ? limited : this.#none;
    const stocks = this.#stock;
    const columns = this.#columns;
    for (let k = 0; k < names.length; k++) {
      const i = names[k]!;
      const aim = targets[i]!;
      const after = smooth[i]!;
      const within = limits[i]!;
      const before = drifted[i]!;
      const now = held[i]!;
      stocks[row] = i;
      columns.target[row] = aim;
      columns.smoothed[row] = after;
      columns.limited[row] = within;
      columns.drifted[row] = before;
      columns.held[row] = now;
      // Whoever has nothing is written over by the next. NaN, of a step that did not take place, is nothing.
      row += Number(Boolean(after || before || now || within || aim));
    }
    this.#starts[this.#decisions] = row;
  }

  weights(): LedgerWeights {
    const rows = this.#starts[this.#decisions]!;
    return {
      starts: this.#starts.subarray(0, this.#decisions + 1),
      stock: this.#stock.subarray(0, rows),
      target: this.#columns.target.subarray(0, rows),
      smoothed: this.#columns.smoothed.subarray(0, rows),
      limited: this.#columns.limited.subarray(0, rows),
      drifted: this.#columns.drifted.subarray(0, rows),
      held: this.#columns.held.subarray(0, rows),
    };
  }

  #grow(rows: number): void {
    const room = roomFor(rows, this.#decisions / this.#sessions);
    this.#stock = widened(this.#stock, new Int32Array(room));
    const wide = (column: Float64Array): Float64Array => widened(column, new Float64Array(room));
    const { target, smoothed, limited, drifted, held } = this.#columns;
    this.#columns = {
      target: wide(target),
      smoothed: wide(smoothed),
      limited: wide(limited),
      drifted: wide(drifted),
      held: wide(held),
    };
  }
}

/** Weights of all stocks after a step of one decision. */
export function weightsAfter(weights: LedgerWeights, step: BookStep, decision: number, stocks: number): Float64Array {
  const all = new Float64Array(stocks);
  for (let row = weights.starts[decision]!; row < weights.starts[decision + 1]!; row++) {
    all[weights.stock[row]!] = weights[step][row]!;
  }
  return all;
}
