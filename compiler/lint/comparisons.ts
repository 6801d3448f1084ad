/** Comparisons as lints look at them: which figure, on which side of which number. */
import type { TypedCall, TypedExpression } from '../expression/typed.ts';

const SIGNS: Readonly<Record<string, '<' | '>'>> = {
  less: '<',
  less_equal: '<',
  greater: '>',
  greater_equal: '>',
};

const COMPARISONS: ReadonlySet<string> = new Set([...Object.keys(SIGNS), 'equal', 'not_equal']);

export function isComparison({ builtin }: TypedCall): boolean {
  return COMPARISONS.has(builtin.name);
}

export interface Bound {
  readonly value: TypedExpression;
  /** The value is asked to be below or above the limit; whether it may equal it makes no difference here. */
  readonly sign: '<' | '>';
  readonly limit: number;
}

/** A value compared with a constant, whichever of them is written first; null for anything else. */
export function boundOf(part: TypedExpression): Bound | null {
  const sign = part.form === 'call' ? SIGNS[part.builtin.name] : undefined;
  if (sign === undefined || part.form !== 'call') return null;
  const [left, right] = part.inputs;
  if (left === undefined || right === undefined) return null;
  if (right.form === 'constant') return { value: left, sign, limit: right.value };
  if (left.form === 'constant') return { value: right, sign: sign === '<' ? '>' : '<', limit: left.value };
  return null;
}
