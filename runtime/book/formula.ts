/**
 * Formulas of the plan over figures of the book, as functions: `20 bps * turnover`, `-3 * volatility(60d)`. These are
 * scalars read a few times a session, so a tree of closures is fast enough and plain. Arithmetic is the registry's own.
 */
import type { ExpressionNode, NodeId } from '../../compiler/plan.ts';
import { builtin } from '../../stdlib/registry.ts';
import { invariant } from '../invariant.ts';
import type { StopFigures } from './types.ts';

/** What a formula may name besides numbers and arithmetic, in terms of what it is evaluated on. */
export interface Vocabulary<Figures> {
  readonly fields: Readonly<Record<string, Figure<Figures>>>;
  /** Figures over a number of sessions. */
  readonly windows: Readonly<Record<string, WindowFigure<Figures>>>;
}

interface Figure<Figures> {
  /** Returns it reaches back, today's included. */
  readonly window: number;
  read(figures: Figures): number;
}

interface WindowFigure<Figures> {
  window(sessions: number): number;
  read(figures: Figures, sessions: number): number;
}

export interface Formula<Figures> {
  /** NaN when undefined. */
  evaluate(figures: Figures): number;
  /** Returns it reaches back, today's included. */
  readonly window: number;
}

/** What stops are written in. */
export const STOP_VOCABULARY: Vocabulary<StopFigures> = {
  fields: {
    day_return: { window: 1, read: (figures) => figures.dayReturn },
    drawdown: { window: 0, read: (figures) => figures.drawdown },
  },
  windows: {
    volatility: { window: (n) => n + 1, read: (figures, n) => figures.volatility(n) },
    sharpe: { window: (n) => n, read: (figures, n) => figures.sharpe(n) },
  },
};

/** What costs are written in: evaluated on the turnover itself. */
export const COST_VOCABULARY: Vocabulary<number> = {
  fields: { turnover: { window: 0, read: (turnover) => turnover } },
  windows: {},
};

/** Throws invariant errors only: the checker lets nothing else through. */
export function compileFormula<Figures>(
  expressions: Readonly<Record<NodeId, ExpressionNode>>,
  root: NodeId,
  vocabulary: Vocabulary<Figures>,
): Formula<Figures> {
  const node = expressions[root];
  invariant(node, `the plan has no expression ${root}`);
  if (node.op === 'constant') {
    const value = node.constants[0]!;
    return { window: 0, evaluate: () => value };
  }
  if (node.op === 'field') {
    const figure = vocabulary.fields[node.name ?? ''];
    invariant(figure, `'${node.name}' is no figure of the book that stands here`);
    return { window: figure.window, evaluate: (figures) => figure.read(figures) };
  }
  const windowed = vocabulary.windows[node.op];
  if (windowed !== undefined) {
    const sessions = node.constants[0]!;
    return { window: windowed.window(sessions), evaluate: (figures) => windowed.read(figures, sessions) };
  }
  return operation(
    node,
    node.inputs.map((input) => compileFormula(expressions, input, vocabulary)),
  );
}

/** An operator or function of the registry: its own kernel, on columns of one element. */
function operation<Figures>(node: ExpressionNode, inputs: readonly Formula<Figures>[]): Formula<Figures> {
  const found = builtin(node.op);
  invariant(found, `the plan uses a built-in '${node.op}' that is not registered`);
  const { kernel } = found;
  const lookBack = found.lookBack?.(node.constants);
  invariant(
    kernel.shape === 'column' && (lookBack === undefined || (lookBack.sessions === 0 && !lookBack.recursive)),
    `'${node.op}' looks back and cannot stand in a formula of the book`,
  );
  const columns = inputs.map(() => new Float64Array(1));
  const out = new Float64Array(1);
  return {
    window: Math.max(0, ...inputs.map((input) => input.window)),
    evaluate(figures) {
      for (let k = 0; k < inputs.length; k++) columns[k]![0] = inputs[k]!.evaluate(figures);
      kernel.run(columns, node.constants, out);
      return out[0]!;
    },
  };
}
