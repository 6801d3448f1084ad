/**
 * What limits and stops took from single weights at one decision and its fill, in the order in which it happened: who was
 * cut by what, the figure that was too high, the most it may be, and the weight before and after.
 */
import type { Cuts } from '../results.ts';
import { roomFor, widened } from './room.ts';

/** Limits by their keys in the language; after them come the stops of positions, in the order of the rules. */
export const LIMIT_NAMES = [
  'weight',
  'volume',
  'correlation',
  'names',
  'sector',
  'beta',
  'net',
  'gross',
  'value_at_risk',
  'expected_shortfall',
  'turnover',
  'participation',
] as const;

export type LimitName = (typeof LIMIT_NAMES)[number];

/**
 * Stands for a stock where a limit shrinks all weights, or all orders, by one factor: before and after are then their
 * sizes, Σ|w| or Σ|order|, and the factor is one over the other.
 */
export const WHOLE_BOOK = -1;

const NUMBER_OF = Object.fromEntries(LIMIT_NAMES.map((name, number) => [name, number])) as Record<LimitName, number>;

/** Columns that grow as needed and are used again. */
export class CutLog {
  count = 0;
  stock = new Int32Array(0);
  /** Place in `LIMIT_NAMES`, and beyond them of a stop. */
  by = new Uint8Array(0);
  figure = new Float64Array(0);
  most = new Float64Array(0);
  before = new Float64Array(0);
  after = new Float64Array(0);

  clear(): void {
    this.count = 0;
  }

  limit(name: LimitName, stock: number, figure: number, most: number, before: number, after: number): void {
    this.#add(NUMBER_OF[name], stock, figure, most, before, after);
  }

  /** @param rule its place among the stops of positions. */
  stop(rule: number, stock: number, figure: number, most: number, before: number): void {
    this.#add(LIMIT_NAMES.length + rule, stock, figure, most, before, 0);
  }

  /** Takes over what another one holds. @param part of all sessions, with which it will hold so much. */
  append(other: CutLog, part: number): void {
    const from = this.count;
    this.count += other.count;
    if (this.count > this.stock.length) this.#widen(roomFor(this.count, part));
    this.stock.set(other.stock.subarray(0, other.count), from);
    this.by.set(other.by.subarray(0, other.count), from);
    this.figure.set(other.figure.subarray(0, other.count), from);
    this.most.set(other.most.subarray(0, other.count), from);
    this.before.set(other.before.subarray(0, other.count), from);
    this.after.set(other.after.subarray(0, other.count), from);
  }

  /** @param stops of positions, as they were written. */
  columns(stops: readonly string[]): Omit<Cuts, 'decision'> {
    const { count } = this;
    const all = [...LIMIT_NAMES, ...stops];
    const numbers = this.by.subarray(0, count);
    // Those that did cut, as they came up: what is read back from a table is the same.
    const names = [...new Set(firstOfEach(numbers, all))];
    const place = Uint8Array.from(all, (name) => Math.max(0, names.indexOf(name)));
    const by = new Uint8Array(count);
    for (let k = 0; k < count; k++) by[k] = place[numbers[k]!]!;
    return {
      count,
      stock: this.stock.subarray(0, count),
      by,
      names,
      figure: this.figure.subarray(0, count),
      most: this.most.subarray(0, count),
      before: this.before.subarray(0, count),
      after: this.after.subarray(0, count),
    };
  }

  save(): CutState {
    return Array.from({ length: this.count }, (_, k) => [
      this.by[k]!,
      this.stock[k]!,
      Number.isNaN(this.figure[k]!) ? null : this.figure[k]!,
      this.most[k]!,
      this.before[k]!,
      this.after[k]!,
    ]);
  }

  restore(rows: CutState): void {
    this.clear();
    for (const [by, stock, figure, most, before, after] of rows) {
      this.#add(by, stock, figure ?? Number.NaN, most, before, after);
    }
  }

  #add(by: number, stock: number, figure: number, most: number, before: number, after: number): void {
    const row = this.count++;
    if (row === this.stock.length) this.#widen(Math.max(FIRST_ROOM, 2 * row));
    this.stock[row] = stock;
    this.by[row] = by;
    // What is recorded has to come through JSON to the bit: minus zero is zero, and what is infinite is not told.
    this.figure[row] = Number.isFinite(figure) ? figure + 0 : Number.NaN;
    this.most[row] = most + 0;
    this.before[row] = before + 0;
    this.after[row] = after + 0;
  }

  #widen(room: number): void {
    this.stock = widened(this.stock, new Int32Array(room));
    this.by = widened(this.by, new Uint8Array(room));
    this.figure = widened(this.figure, new Float64Array(room));
    this.most = widened(this.most, new Float64Array(room));
    this.before = widened(this.before, new Float64Array(room));
    this.after = widened(this.after, new Float64Array(room));
  }
}

const FIRST_ROOM = 64;

/** Names of the numbers, in the order in which each comes up first. */
function firstOfEach(numbers: Uint8Array, names: readonly string[]): readonly string[] {
  const known = new Uint8Array(names.length);
  const found: string[] = [];
  // Millions of them: a `for … of` takes ten times as long.
  for (let k = 0; k < numbers.length; k++) {
    const number = numbers[k]!;
    if (known[number] === 1) continue;
    known[number] = 1;
    found.push(names[number]!);
  }
  return found;
}

/** What cut, of a number in a log. @param stops of positions, as they were written. */
export function cutBy(by: number, stops: readonly string[]): string {
  return LIMIT_NAMES[by] ?? stops[by - LIMIT_NAMES.length]!;
}

/** Plain data of a log: by, stock, figure, most, before, after. A figure that could not be told is null. */
export type CutState = readonly (readonly [number, number, number | null, number, number, number])[];
