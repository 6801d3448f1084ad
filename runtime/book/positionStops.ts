/**
 * Stops of single positions: stop-loss, trailing stop, take-profit, time stop. They are read at every decision, before the
 * limits, on prices of the last fill instant. A name that one closes is out at once, ignoring the turnover limit, and kept
 * out until it may be held again; the smoothed book runs on.
 *
 * A position begins when a fill takes the weight of a name from zero, or across it. Its entry price is the average of what
 * was bought (sold short), by shares: adding moves it, reducing does not.
 */
import type { CutLog } from './cuts.ts';
import type { Names } from './nameFormula.ts';
import { type Packed, pack, unpack } from './state.ts';
import type { Support } from './support.ts';
import type { BookSession, PositionStopRule } from './types.ts';

/** The fields of the language that a stop of a position reads. */
export const POSITION_FIGURES: ReadonlySet<string> = new Set(['position_return', 'position_drawdown', 'position_age']);

export interface PositionStopState {
  readonly entry: Packed;
  readonly best: Packed;
  readonly age: Packed;
  /** By stock: the side that was closed, the session in which and the rule by which. */
  readonly out: readonly (readonly [stock: number, side: number, session: number, rule: number])[];
}

interface Exit {
  readonly side: number;
  readonly session: number;
  readonly rule: number;
}

export class PositionWatch {
  readonly #rules: readonly PositionStopRule[];
  /** Of each position, at prices of fill instants; NaN where there is none. */
  readonly #entry: Float64Array;
  /** Highest of a long's, lowest of a short's. */
  readonly #best: Float64Array;
  /** Sessions since the fill. */
  readonly #age: Float64Array;
  readonly #exits = new Map<number, Exit>();
  /** 1 for whoever is kept out. */
  readonly out: Uint8Array;

  constructor(rules: readonly PositionStopRule[], stocks: number) {
    this.#rules = rules;
    this.#entry = new Float64Array(stocks).fill(Number.NaN);
    this.#best = new Float64Array(stocks).fill(Number.NaN);
    this.#age = new Float64Array(stocks);
    this.out = new Uint8Array(stocks);
  }

  /** A holding has ended: positions are a session older, and their best price may have moved. */
  ended(held: Float64Array, price: Float64Array, { stocks, count }: Support): void {
    for (let k = 0; k < count; k++) {
      const i = stocks[k]!;
      if (held[i] === 0) continue;
      this.#age[i]!++;
      this.#best[i] = held[i]! > 0 ? Math.max(this.#best[i]!, price[i]!) : Math.min(this.#best[i]!, price[i]!);
    }
  }

  /** A fill took the weights from `drifted` to `held`, at these prices. */
  filled(drifted: Float64Array, held: Float64Array, price: Float64Array, { stocks, count }: Support): void {
    for (let k = 0; k < count; k++) {
      const i = stocks[k]!;
      const before = drifted[i]!;
      const after = held[i]!;
      if (after === 0) this.#begin(i, Number.NaN);
      else if (before === 0 || before > 0 !== after > 0) this.#begin(i, price[i]!);
      else if (Math.abs(after) > Math.abs(before)) {
        // Weights are in the same proportion as shares times this price.
        const bought = Math.abs(after) - Math.abs(before);
        this.#entry[i] = (Math.abs(before) * this.#entry[i]! + bought * price[i]!) / Math.abs(after);
      }
    }
  }

  #begin(stock: number, price: number): void {
    this.#entry[stock] = price;
    this.#best[stock] = price;
    this.#age[stock] = 0;
  }

  /** Lets in again who may be held at this decision. @param smoothed what the book would hold of them. */
  letIn(at: number, session: Pick<BookSession, 'row'>, smoothed: Float64Array): void {
    for (const [stock, { side, session: since, rule }] of this.#exits) {
      const { resumeAfter, resumeWhen } = this.#rules[rule]!;
      const may =
        resumeAfter === null
          ? Math.sign(smoothed[stock]!) !== side
          : at >= since + resumeAfter && (resumeWhen === null || session.row(resumeWhen)[stock] === 1);
      if (!may) continue;
      this.#exits.delete(stock);
      this.out[stock] = 0;
    }
  }

  /**
   * Closes every position of which a stop trips, and records it; of several that do, the strictest keeps the name out.
   * @param price of the last fill instant.
   */
  read(
    at: number,
    session: BookSession,
    held: Float64Array,
    price: Float64Array,
    { stocks, count }: Support,
    cuts: CutLog,
  ): void {
    const open = stocks.subarray(0, count).filter((i) => held[i] !== 0 && this.out[i] === 0);
    if (open.length === 0) return;
    const names = this.#names(open, held, price);
    for (const [number, rule] of this.#rules.entries()) {
      const left = rule.left(names, session);
      const right = rule.right(names, session);
      for (let k = 0; k < open.length; k++) {
        // Comparisons with NaN are false: an undefined figure never trips.
        if (!(rule.comparison === '<' ? left[k]! < right[k]! : left[k]! > right[k]!)) continue;
        const i = open[k]!;
        cuts.stop(number, i, left[k]!, right[k]!, held[i]!);
        this.#close(i, { side: Math.sign(held[i]!), session: at, rule: number });
      }
    }
  }

  #close(stock: number, exit: Exit): void {
    const known = this.#exits.get(stock);
    if (known !== undefined && !isStricter(this.#rules[exit.rule]!, this.#rules[known.rule]!)) return;
    this.#exits.set(stock, exit);
    this.out[stock] = 1;
  }

  #names(open: Int32Array, held: Float64Array, price: Float64Array): Names {
    const made = new Float64Array(open.length);
    const drawdown = new Float64Array(open.length);
    const age = new Float64Array(open.length);
    for (let k = 0; k < open.length; k++) {
      const i = open[k]!;
      const isLong = held[i]! > 0;
      const change = price[i]! / this.#entry[i]! - 1;
      const fromBest = price[i]! / this.#best[i]! - 1;
      made[k] = isLong ? change : -change;
      drawdown[k] = isLong ? -fromBest + 0 : fromBest;
      age[k] = this.#age[i]!;
    }
    return { stocks: open, figures: { position_return: made, position_drawdown: drawdown, position_age: age } };
  }

  save(): PositionStopState {
    return {
      entry: pack(this.#entry),
      best: pack(this.#best),
      age: pack(this.#age),
      out: [...this.#exits].map(([stock, { side, session, rule }]) => [stock, side, session, rule]),
    };
  }

  restore(state: PositionStopState): void {
    unpack(state.entry, this.#entry);
    unpack(state.best, this.#best);
    unpack(state.age, this.#age);
    this.#exits.clear();
    this.out.fill(0);
    for (const [stock, side, session, rule] of state.out) {
      this.#exits.set(stock, { side, session, rule });
      this.out[stock] = 1;
    }
  }
}

/** Until the smoothed book lets go comes before any number of sessions, then the longest wait. */
function isStricter(rule: PositionStopRule, than: PositionStopRule): boolean {
  if (than.resumeAfter === null) return false;
  return rule.resumeAfter === null || rule.resumeAfter > than.resumeAfter;
}
