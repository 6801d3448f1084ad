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
    const from = {
      target: decision.rebalance ? decision.target : this.#none,
      smoothed: takenUp ? smoothed : this.#none,
      limited: takenUp ? limited : this.#none,
      drifted,
      held,
    };
    row = copyRows(names, from, this.#stock, this.#columns, row);
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

/** Answers the row after the last. A function of its own, for all to be in registers. */
function copyRows(
  names: Int32Array,
  from: Readonly<Record<BookStep, Float64Array>>,
  stock: Int32Array,
  into: Readonly<Record<BookStep, Float64Array>>,
  first: number,
): number {
  const { target, smoothed, limited, drifted, held } = from;
  const { target: targets, smoothed: smooths, limited: limits, drifted: drifts, held: holds } = into;
  let row = first;
  for (let k = 0; k < names.length; k++) {
    const i = names[k]!;
    const after = smoothed[i]!;
    const before = drifted[i]!;
    const now = held[i]!;
    const within = limited[i]!;
    const aim = target[i]!;
    stock[row] = i;
    targets[row] = aim;
    smooths[row] = after;
    limits[row] = within;
    drifts[row] = before;
    holds[row] = now;
    // Whoever has nothing is written over by the next. NaN, of a step that did not take place, is nothing.
    row += Number(Boolean(after || before || now || within || aim));
  }
  return row;
}

/** Weights of all stocks after a step of one decision. */
export function weightsAfter(weights: LedgerWeights, step: BookStep, decision: number, stocks: number): Float64Array {
  const all = new Float64Array(stocks);
  for (let row = weights.starts[decision]!; row < weights.starts[decision + 1]!; row++) {
    all[weights.stock[row]!] = weights[step][row]!;
  }
  return all;
}
