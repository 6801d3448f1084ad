/** An expression of the plan as people write it: `raw_close >= 5`, `mean(dollar_volume, 20) > 5,000,000`. */
import type { ExpressionNode, NodeId, Plan } from '../../compiler/plan.ts';
import { builtin } from '../../stdlib/registry.ts';
import type { Unit } from '../../stdlib/types.ts';
import { plain } from './format.ts';

type Expressions = Plan['expressions'];

const INFIX: Record<string, readonly [symbol: string, binding: number]> = {
  or: ['or', 1],
  and: ['and', 2],
  less: ['<', 3],
  less_equal: ['<=', 3],
  greater: ['>', 3],
  greater_equal: ['>=', 3],
  equal: ['==', 3],
  not_equal: ['!=', 3],
  add: ['+', 4],
  subtract: ['−', 4],
  multiply: ['*', 5],
  divide: ['/', 5],
  power: ['^', 6],
};

export function formula(id: NodeId, expressions: Expressions): string {
  return written(id, expressions, 0);
}

function written(id: NodeId, expressions: Expressions, outer: number): string {
  const node = expressions[id];
  if (node === undefined) return id.slice(0, 12);
  if (node.op === 'constant') return constant(node);
  if (node.op === 'field') return node.name ?? node.op;
  const infix = INFIX[node.op];
  if (infix !== undefined && node.inputs.length === 2) {
    const [symbol, binding] = infix;
    // Of two that bind alike the right one needs its parentheses: a − (b − c).
    const left = written(node.inputs[0]!, expressions, binding);
    const right = written(node.inputs[1]!, expressions, binding + 1);
    const text = `${left} ${symbol} ${right}`;
    return binding < outer ? `(${text})` : text;
  }
  if (node.op === 'negate' && node.inputs.length === 1) return `−${written(node.inputs[0]!, expressions, 7)}`;
  if (node.op === 'not' && node.inputs.length === 1) return `not ${written(node.inputs[0]!, expressions, 7)}`;
  return call(node, expressions);
}

/**
 * Operands first, then the constants as the built-in names them: `mean(close, 20d)`, `clip(x, low: -1, high: 1)`; last
 * what may be left out: `rank(x, by: sector)`.
 */
function call(node: ExpressionNode, expressions: Expressions): string {
  const all = builtin(node.op)?.parameters ?? [];
  const values = all.filter(({ role }) => role === 'value');
  const inputs = node.inputs.map((input) => written(input, expressions, 0));
  const optional = inputs.flatMap((text, i) => (values[i]?.optional ? [`${values[i].name}: ${text}`] : []));
  const parameters = all.filter(({ role }) => role !== 'value' && role !== 'text');
  const quoted = node.name === null ? [] : [JSON.stringify(node.name)];
  const constants = node.constants.map((value, i) => {
    const parameter = parameters[i];
    if (parameter?.role === 'sessions') return `${plain(value)}d`;
    const text = parameter?.role === 'ratio' ? rate(value) : plain(value);
    return parameter === undefined ? text : `${parameter.name}: ${text}`;
  });
  const required = inputs.slice(0, inputs.length - optional.length);
  return `${node.op}(${[...required, ...quoted, ...constants, ...optional].join(', ')})`;
}

function constant({ constants, unit, name }: ExpressionNode): string {
  const value = constants[0];
  return value === undefined ? (name ?? '?') : quantity(value, unit);
}

/** A value in the unit a reader would write. */
export function quantity(value: number, unit: Unit): string {
  const per = unit.year === -1 ? ' per year' : unit.session === -1 ? ' per session' : '';
  if (unit.usd !== 0) return `${value.toLocaleString('en-US', { maximumFractionDigits: 6 })} USD${per}`;
  if (unit.session === 1) return `${plain(value)}d`;
  if (unit.bare) return plain(value);
  return rate(value) + per;
}

/** Small shares in basis points, others in percent. */
export function rate(value: number): string {
  return value !== 0 && Math.abs(value) < 0.01 ? `${plain(value * 10_000)} bps` : `${plain(value * 100)}%`;
}
