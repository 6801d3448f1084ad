/** The ledger as columns (runtime/results.ts), allocated once for all sessions of a backtest. */
import type { Cuts, Decisions, Holdings, StopTrip } from '../results.ts';
import { CutLog } from './cuts.ts';
import type { BookRecorder, EndedHolding, Fill } from './decision.ts';
import { HOLDING_COLUMNS } from './holdingTable.ts';
import type { BookFlags } from './types.ts';
import { WeightLog } from './weightLog.ts';

export class Ledger implements BookRecorder {
  readonly #sessions: number;
  readonly #first: number;
  #decisions = 0;
  #holdings = 0;
  readonly #flags: BookFlags[] = [];
  readonly #stops: (readonly StopTrip[])[] = [];
  readonly #weights: WeightLog;
  readonly #fills: Record<(typeof FILL_COLUMNS)[number], Float64Array>;
  readonly #ended: Record<(typeof ENDED)[number], Float64Array>;
  readonly #cuts = new CutLog();
  /** Of each decision, how many there are with it. */
  readonly #cutsUntil: Int32Array;
  readonly #decided: Int32Array;
  readonly #filled: Int32Array;
  readonly #from: Int32Array;
  readonly #to: Int32Array;

  /** @param first index, among the run's sessions, of the first one stepped. */
  constructor(sessions: number, stocks: number, first: number) {
    this.#sessions = sessions;
    this.#first = first;
    this.#weights = new WeightLog(sessions, stocks);
    this.#fills = columns(FILL_COLUMNS, sessions);
    this.#ended = columns(ENDED, sessions);
    this.#cutsUntil = new Int32Array(sessions);
    this.#decided = new Int32Array(sessions);
    this.#filled = new Int32Array(sessions);
    this.#from = new Int32Array(sessions);
    this.#to = new Int32Array(sessions);
  }

  filled(fill: Fill): void {
    const row = this.#decisions++;
    const { decision } = fill;
    const { rebalance, whyNot, resumed, flat } = decision;
    this.#flags.push({ rebalance, whyNot, resumed, flat });
    this.#stops.push(decision.stops);
    this.#cuts.append(decision.cuts, this.#decisions / this.#sessions);
    this.#cutsUntil[row] = this.#cuts.count;
    this.#decided[row] = this.#first + decision.decided;
    this.#filled[row] = this.#first + fill.filled;
    this.#fills.scale[row] = decision.scale;
    this.#fills.turnover[row] = fill.turnover;
    this.#fills.cost[row] = fill.cost;
    this.#fills.borrow[row] = fill.borrow;
    this.#fills.equityBeforeFill[row] = fill.equityBeforeFill;
    this.#weights.add(fill);
  }

  ended(holding: EndedHolding): void {
    const row = this.#holdings++;
    this.#from[row] = this.#first + holding.from;
    this.#to[row] = this.#first + holding.to;
    const columns = this.#ended;
    columns.gross[row] = holding.gross;
    columns.cost[row] = holding.cost;
    columns.spread[row] = holding.spread;
    columns.commission[row] = holding.commission;
    columns.impact[row] = holding.impact;
    columns.borrow[row] = holding.borrow;
    columns.financing[row] = holding.financing;
    columns.interest[row] = holding.interest;
    columns.net[row] = holding.net;
    columns.longGross[row] = holding.longGross;
    columns.shortGross[row] = holding.shortGross;
    // Trading cost is shared by the legs' turnover; borrow is the short leg's, financing the long leg's.
    const longShare = holding.turnover === 0 ? 0 : holding.turnoverLong / holding.turnover;
    const shortShare = holding.turnover === 0 ? 0 : holding.turnoverShort / holding.turnover;
    columns.longNet[row] = holding.longGross - holding.cost * longShare - holding.financing;
    columns.shortNet[row] = holding.shortGross - holding.cost * shortShare - holding.borrow;
    columns.turnover[row] = holding.turnover;
    columns.turnoverLong[row] = holding.turnoverLong;
    columns.turnoverShort[row] = holding.turnoverShort;
    columns.equity[row] = holding.equity;
  }

  decisions(): Decisions {
    const count = this.#decisions;
    return {
      count,
      decided: this.#decided.subarray(0, count),
      filled: this.#filled.subarray(0, count),
      flags: this.#flags,
      stops: this.#stops,
      weights: this.#weights.weights(),
      ...cut(this.#fills, count),
    };
  }

  /** @param stops of positions, as they were written. */
  cuts(stops: readonly string[]): Cuts {
    const decision = new Int32Array(this.#cuts.count);
    for (let d = 0; d < this.#decisions; d++) {
      decision.fill(d, d === 0 ? 0 : this.#cutsUntil[d - 1], this.#cutsUntil[d]);
    }
    return { decision, ...this.#cuts.columns(stops) };
  }

  holdings(): Holdings {
    const count = this.#holdings;
    return {
      count,
      from: this.#from.subarray(0, count),
      to: this.#to.subarray(0, count),
      ...cut(this.#ended, count),
    };
  }
}

const FILL_COLUMNS = ['scale', 'turnover', 'cost', 'borrow', 'equityBeforeFill'] as const;
const ENDED = HOLDING_COLUMNS.map(([name]) => name);

function columns<Name extends string>(names: readonly Name[], length: number): Record<Name, Float64Array> {
  return Object.fromEntries(names.map((name) => [name, new Float64Array(length)])) as Record<Name, Float64Array>;
}

function cut<Name extends string>(
  columns: Readonly<Record<Name, Float64Array>>,
  length: number,
): Record<Name, Float64Array> {
  const entries = Object.entries<Float64Array>(columns).map(([name, values]) => [name, values.subarray(0, length)]);
  return Object.fromEntries(entries) as Record<Name, Float64Array>;
}
