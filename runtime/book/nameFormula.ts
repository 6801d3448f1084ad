/**
 * Formulas of the plan that mix figures of the running book with market data, name by name: the limit of a position's
 * stop, the impact of an order. All names in question at once, as columns; arithmetic is the registry's own.
 */
import type { ExpressionNode, NodeId } from '../../compiler/plan.ts';
import { builtin } from '../../stdlib/registry.ts';
import { invariant } from '../invariant.ts';
import type { BookSession } from './types.ts';

/** Stocks in question, and what is known of each that the market does not tell. */
export interface Names {
  /** Ascending. */
  readonly stocks: Int32Array;
  /** By field of the language, an element for each of the stocks. */
  readonly figures: Readonly<Record<string, Float64Array>>;
}

/** A value for each of the names; NaN is undefined. */
export type NameFormula = (names: Names, session: Pick<BookSession, 'row'>) => Float64Array;

/** @param figures names of the fields that `Names.figures` will hold; all else is market data. */
export function compileNameFormula(
  expressions: Readonly<Record<NodeId, ExpressionNode>>,
  root: NodeId,
  figures: ReadonlySet<string>,
): NameFormula {
  const node = expressions[root];
  invariant(node, `the plan has no expression ${root}`);
  if (node.op === 'constant') {
    const value = node.constants[0]!;
    return ({ stocks }) => new Float64Array(stocks.length).fill(value);
  }
  if (!readsAny(expressions, root, figures)) return (names, session) => gather(session.row(root), names.stocks);
  if (node.op === 'field') {
    const { name } = node;
    return (names) => {
      const column = names.figures[name ?? ''];
      invariant(column, `nobody says what '${name}' is`);
      return column;
    };
  }
  return operation(
    node,
    node.inputs.map((input) => compileNameFormula(expressions, input, figures)),
  );
}

function readsAny(
  expressions: Readonly<Record<NodeId, ExpressionNode>>,
  root: NodeId,
  figures: ReadonlySet<string>,
): boolean {
  const node = expressions[root];
  if (node === undefined) return false;
  if (node.op === 'field') return node.name !== null && figures.has(node.name);
  return node.inputs.some((input) => readsAny(expressions, input, figures));
}

function gather(row: Float64Array, stocks: Int32Array): Float64Array {
  const out = new Float64Array(stocks.length);
  for (let k = 0; k < stocks.length; k++) out[k] = row[stocks[k]!]!;
  return out;
}

/** The checker lets nothing that looks back, or across stocks, stand over such a figure. */
function operation(node: ExpressionNode, inputs: readonly NameFormula[]): NameFormula {
  const kernel = builtin(node.op)?.kernel;
  invariant(kernel?.shape === 'column', `'${node.op}' cannot stand over a figure of a position or an order`);
  return (names, session) => {
    const out = new Float64Array(names.stocks.length);
    kernel.run(
      inputs.map((input) => input(names, session)),
      node.constants,
      out,
    );
    return out;
  };
}
