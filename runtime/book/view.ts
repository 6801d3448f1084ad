/**
 * What the book's rules read of the market: values of the plan's expressions, as rows by session and as histories. A
 * value is computed when a rule first asks for it, and rows are made a band of sessions at a time.
 */
import type { NodeId } from '../../compiler/plan.ts';
import type { Value } from '../evaluate/values.ts';
import { invariant } from '../invariant.ts';
import { panelRows, type Rows } from './rows.ts';

export class MarketView {
  readonly #stocks: number;
  readonly #sessions: number;
  readonly #evaluate: (node: NodeId) => Value;
  readonly #values = new Map<NodeId, Value>();
  readonly #rows = new Map<NodeId, Rows<Float64Array>>();

  /** @param evaluate the whole of an expression, asked for once; panels are stock-major over `sessions`. */
  constructor(stocks: number, sessions: number, evaluate: (node: NodeId) => Value) {
    this.#stocks = stocks;
    this.#sessions = sessions;
    this.#evaluate = evaluate;
  }

  /** Values over stocks at a session, valid until another session's are asked for. Masks are 1, 0 and NaN for missing. */
  row(node: NodeId, session: number): Float64Array {
    let rows = this.#rows.get(node);
    if (rows === undefined) {
      rows = this.#rowsOf(this.#value(node));
      this.#rows.set(node, rows);
    }
    return rows.row(session);
  }

  /** The value at a session of what is the same for all stocks. */
  scalar(node: NodeId, session: number): number {
    const value = this.#value(node);
    invariant(value.shape !== 'panel', `expression ${node} differs by stock`);
    return value.shape === 'series' ? value.values[session]! : value.value;
  }

  /**
   * The last `count` values of some stocks until a session, itself included: stocks × count, oldest first in each row.
   * NaN where there is none, before the first session too.
   */
  history(node: NodeId, stocks: ArrayLike<number>, count: number, session: number): Float64Array {
    const value = this.#value(node);
    const out = new Float64Array(stocks.length * count).fill(Number.NaN);
    const from = Math.max(0, session + 1 - count);
    const known = session + 1 - from;
    for (let k = 0; k < stocks.length; k++) {
      const at = (k + 1) * count - known;
      if (value.shape === 'scalar') out.fill(value.value, at, at + known);
      else {
        const column = value.shape === 'panel' ? stocks[k]! * this.#sessions : 0;
        out.set(value.values.subarray(column + from, column + session + 1), at);
      }
    }
    return out;
  }

  #value(node: NodeId): Value {
    const value = this.#values.get(node) ?? this.#evaluate(node);
    this.#values.set(node, value);
    return value;
  }

  #rowsOf(value: Value): Rows<Float64Array> {
    if (value.shape === 'panel') return panelRows(value.values, this.#stocks, this.#sessions);
    const row = new Float64Array(this.#stocks);
    return { row: (session) => row.fill(value.shape === 'series' ? value.values[session]! : value.value) };
  }
}
