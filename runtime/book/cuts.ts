/**
 * What limits and stops took from single weights at one decision and its fill, in the order in which it happened: who was
 * cut by what, the figure that was too high, the most it may be, and the weight before and after.
 */

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

const NUMBER_OF = new Map<string, number>(LIMIT_NAMES.map((name, number) => [name, number]));

/** Columns that grow as needed and are used again. */
export class CutLog {
  count = 0;
  stock = new Int32Array(FIRST_ROOM);
  /** Place in `LIMIT_NAMES`, and beyond them of a stop. */
  by = new Uint8Array(FIRST_ROOM);
  figure = new Float64Array(FIRST_ROOM);
  most = new Float64Array(FIRST_ROOM);
  before = new Float64Array(FIRST_ROOM);
  after = new Float64Array(FIRST_ROOM);

  clear(): void {
    this.count = 0;
  }

  limit(name: LimitName, stock: number, figure: number, most: number, before: number, after: number): void {
    this.#add(NUMBER_OF.get(name)!, stock, figure, most, before, after);
  }

  /** @param rule its place among the stops of positions. */
  stop(rule: number, stock: number, figure: number, most: number, before: number): void {
    this.#add(LIMIT_NAMES.length + rule, stock, figure, most, before, 0);
  }

  /** Takes over what another one holds. */
  append(other: CutLog): void {
    for (let k = 0; k < other.count; k++) {
      this.#add(other.by[k]!, other.stock[k]!, other.figure[k]!, other.most[k]!, other.before[k]!, other.after[k]!);
    }
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
    if (row === this.stock.length) this.#grow();
    this.stock[row] = stock;
    this.by[row] = by;
    // What is recorded has to come through JSON to the bit: minus zero is zero, and what is infinite is not told.
    this.figure[row] = Number.isFinite(figure) ? figure + 0 : Number.NaN;
    this.most[row] = most + 0;
    this.before[row] = before + 0;
    this.after[row] = after + 0;
  }

  #grow(): void {
    const room = 2 * this.stock.length;
    const wider = <Column extends Float64Array | Int32Array | Uint8Array>(wide: Column, column: Column): Column => {
      wide.set(column);
      return wide;
    };
    this.stock = wider(new Int32Array(room), this.stock);
    this.by = wider(new Uint8Array(room), this.by);
    this.figure = wider(new Float64Array(room), this.figure);
    this.most = wider(new Float64Array(room), this.most);
    this.before = wider(new Float64Array(room), this.before);
    this.after = wider(new Float64Array(room), this.after);
  }
}

const FIRST_ROOM = 64;

/** Plain data of a log: by, stock, figure, most, before, after. A figure that could not be told is null. */
export type CutState = readonly (readonly [number, number, number | null, number, number, number])[];
