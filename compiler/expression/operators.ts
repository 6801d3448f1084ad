/** Which built-in each operator is, and arithmetic on constants, done while compiling. */

import type { BinaryOperator } from '../../grammar/tree.ts';
import { builtin } from '../../stdlib/registry.ts';
import type { Builtin } from '../../stdlib/types.ts';
import { invariant } from '../invariant.ts';

const BINARY: Record<BinaryOperator, string> = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  '^': 'power',
  '<': 'less',
  '<=': 'less_equal',
  '>': 'greater',
  '>=': 'greater_equal',
  '==': 'equal',
  '!=': 'not_equal',
  and: 'and',
  or: 'or',
};
const UNARY = { '-': 'negate', not: 'not' } as const;

/** There is one way to say each thing: what has an operator is not called by name. */
export const OPERATOR_NAMES: ReadonlySet<string> = new Set([...Object.values(BINARY), ...Object.values(UNARY)]);

const SIGNS = new Map<string, string>(
  [...Object.entries(BINARY), ...Object.entries(UNARY)].map(([sign, name]) => [name, sign]),
);

export const signOf = (name: string): string => SIGNS.get(name) ?? name;

export function binaryBuiltin(operator: BinaryOperator): Builtin {
  return required(BINARY[operator]);
}

export function unaryBuiltin(operator: '-' | 'not'): Builtin {
  return required(UNARY[operator]);
}

export function required(name: string): Builtin {
  const found = builtin(name);
  invariant(found, `the built-in ${name} is not registered`);
  return found;
}

export const ARITHMETIC: ReadonlySet<string> = new Set(['add', 'subtract', 'multiply', 'divide', 'power', 'negate']);

/** The result on constants, computed by the built-in's own kernel; null when it is not plain arithmetic. */
export function fold({ name, kernel }: Builtin, operands: readonly number[]): number | null {
  if (!ARITHMETIC.has(name) || kernel.shape !== 'column') return null;
  const out = new Float64Array(1);
  kernel.run(
    operands.map((value) => Float64Array.of(value)),
    [],
    out,
  );
  return out[0] ?? Number.NaN;
}
