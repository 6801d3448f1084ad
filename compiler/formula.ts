/** Expressions of a plan as one would write them: `prediction < 0%`. For people; nothing reads it back. */

import type { Unit } from '../stdlib/types.ts';
import { required, signOf } from './expression/operators.ts';
import { isBare, isMoney, isPrice, isRatio, PER_YEAR, SESSIONS, sameUnit } from './expression/units.ts';
import { formatRatio, plain } from './numbers.ts';
import type { ExpressionNode, NodeId, Plan } from './plan.ts';

const PRECEDENCE: Readonly<Record<string, number>> = {
  or: 1,
  and: 2,
  not: 3,
  less: 4,
  less_equal: 4,
  greater: 4,
  greater_equal: 4,
  equal: 4,
  not_equal: 4,
  add: 5,
  subtract: 5,
  multiply: 6,
  divide: 6,
  negate: 7,
  power: 8,
};
const ATOM = 9;

/** `names` are nodes that have one, such as features: their name is written in place of what they are. */
export function formula(
  id: NodeId,
  expressions: Plan['expressions'],
  names: ReadonlyMap<NodeId, string> = new Map(),
): string {
  return write(id, expressions, names, { left: MOST_NODES }).text;
}

/**
 * More than anybody reads. Definitions of definitions share their nodes, but written out they double with each: what is
 * beyond this many is `…`.
 */
const MOST_NODES = 300;

/** A node without its operands: `mean(·, 20d)`, `divide`, `close`, `8%`. */
export function nodeHead(node: ExpressionNode): string {
  if (node.op === 'constant') return formatNumber(node.constants[0] ?? 0, node.unit);
  if (node.op === 'field') return node.name ?? '?';
  if (node.op in PRECEDENCE) return node.op;
  const operands = node.inputs.map(() => ({ text: '·', precedence: ATOM }));
  return writeCall(node, operands);
}

interface Written {
  readonly text: string;
  readonly precedence: number;
}

function write(
  id: NodeId,
  expressions: Plan['expressions'],
  names: ReadonlyMap<NodeId, string>,
  room: { left: number },
): Written {
  if (room.left-- <= 0) return { text: '…', precedence: ATOM };
  const name = names.get(id);
  if (name !== undefined) return { text: name, precedence: ATOM };
  const node = expressions[id];
  if (node === undefined) return { text: '?', precedence: ATOM };
  if (node.op === 'constant') return { text: formatNumber(node.constants[0] ?? 0, node.unit), precedence: ATOM };
  if (node.op === 'field') return { text: node.name ?? '?', precedence: ATOM };

  const operands = node.inputs.map((input) => write(input, expressions, names, room));
  const precedence = PRECEDENCE[node.op];
  if (precedence === undefined) return { text: writeCall(node, operands), precedence: ATOM };
  const sign = signOf(node.op);
  const [left, right] = operands.map((operand, index) =>
    operand.precedence < precedence + (index === 1 ? 1 : 0) ? `(${operand.text})` : operand.text,
  );
  if (right !== undefined) return { text: `${left} ${sign} ${right}`, precedence };
  return { text: sign === 'not' ? `not ${left}` : `-${left}`, precedence };
}

function writeCall({ op, name: quoted, constants }: ExpressionNode, operands: readonly Written[]): string {
  let operand = 0;
  let constant = 0;
  const written = required(op).parameters.flatMap(({ name, role, optional, default: usual }) => {
    if (role === 'value') {
      const text = operands[operand++]?.text;
      if (!optional) return text ?? '?';
      return text === undefined ? [] : `${name}: ${text}`;
    }
    if (role === 'text') return JSON.stringify(quoted);
    const value = constants[constant++] ?? 0;
    const text = role === 'sessions' ? `${value}d` : String(value);
    // What is usually nothing is said when it is something, and by its name.
    if (usual === 0) return value === 0 ? [] : `${name}: ${text}`;
    return text;
  });
  return `${op}(${written.join(', ')})`;
}

/** With the unit it was found to have; large amounts with a scale. */
export function formatNumber(value: number, unit: Unit): string {
  if (isBare(unit)) return plain(value);
  if (isRatio(unit)) return formatRatio(value);
  if (sameUnit(unit, PER_YEAR)) return `${formatRatio(value)} per year`;
  if (sameUnit(unit, SESSIONS)) return `${plain(value)}d`;
  if (isMoney(unit) || isPrice(unit)) return `${scaled(value)} USD`;
  return plain(value);
}

function scaled(value: number): string {
  if (Math.abs(value) >= 1e9) return `${plain(value / 1e9)}B`;
  if (Math.abs(value) >= 1e6) return `${plain(value / 1e6)}M`;
  return plain(value);
}
