/**
 * What a label is made of besides returns ahead. What is known already may scale a return, as a past volatility does,
 * and have no other part in a label: whatever else can bring it in makes the label something to read off.
 */
import { once } from './labels.ts';
import type { TypedCall, TypedExpression } from './typed.ts';

/** The known value that is part of a label; null where there is none. */
export function knownPart(value: TypedExpression): TypedExpression | null {
  return value.kind === 'label' && value.form === 'call' ? knownPartOfCall(value) : null;
}

const knownPartOfCall = once((call: TypedCall): TypedExpression | null => {
  const { builtin, inputs } = call;
  if (builtin.result === 'label') return null;
  const known = inputs.filter(isKnown);
  // Of `where(known, label, other)` the answer is blamed before the question.
  if (known.length > 0 && !isScaling(call)) return known.find((input) => input !== inputs[0]) ?? known[0] ?? null;
  return inputs.map(knownPart).find((part) => part !== null) ?? null;
});

function isKnown({ kind, availability }: TypedExpression): boolean {
  return kind !== 'label' && availability !== 'always';
}

/** A return ahead times or by what is known, or taken where that holds and zero elsewhere. */
function isScaling({ builtin, inputs }: TypedCall): boolean {
  const [first, second, third] = inputs;
  if (first === undefined || second === undefined) return false;
  switch (builtin.name) {
    case 'multiply':
      return isReturn(first) || isReturn(second);
    case 'divide':
      return isReturn(first);
    case 'where':
      return isKnown(first) && isReturnOrZero(second) && third !== undefined && isReturnOrZero(third);
    default:
      return false;
  }
}

function isReturnOrZero(value: TypedExpression): boolean {
  return isReturn(value) || isZero(value);
}

function isZero(value: TypedExpression): boolean {
  return value.form === 'constant' && value.value === 0;
}

/**
 * Whether it is zero without a return ahead and has the sign of one: scaled by what is known, that stays so. `1 + return`
 * is not: `(1 + return) * known - 1` has `known - 1` in it.
 */
function isReturn(value: TypedExpression): boolean {
  return value.kind === 'label' && value.form === 'call' && isReturnOfCall(value);
}

/** Sums and averages, over time or stocks, with their sign, in standard deviations. */
const LINEAR: ReadonlySet<string> = new Set([
  ...['add', 'subtract', 'negate', 'sign', 'sum', 'mean', 'lag'],
  ...['demean', 'zscore', 'mean_across'],
]);

const isReturnOfCall = once((call: TypedCall): boolean => {
  const { builtin, inputs } = call;
  if (builtin.result === 'label') return true;
  if (LINEAR.has(builtin.name)) return inputs.every(isReturn);
  const [first, low, high] = inputs;
  switch (builtin.name) {
    case 'multiply':
    case 'divide':
      return inputs.filter(({ kind }) => kind === 'label').length === 1 && (isScaling(call) || isReturnOfNumber(call));
    case 'where':
      return isScaling(call);
    case 'log':
      return first !== undefined && isGrowth(first);
    case 'clip':
      return first !== undefined && isReturn(first) && isBound(low, -1) && isBound(high, 1);
    default:
      return false;
  }
});

/** `2 * return`, `return / 2` */
function isReturnOfNumber({ builtin, inputs: [first, second] }: TypedCall): boolean {
  if (first === undefined || second === undefined) return false;
  return isReturn(first) || (builtin.name === 'multiply' && isReturn(second));
}

/** `1 + return`, whose logarithm is a return again. */
function isGrowth(value: TypedExpression): boolean {
  if (value.form !== 'call' || value.builtin.name !== 'add') return false;
  const isOne = (input: TypedExpression) => input.form === 'constant' && input.value === 1;
  return value.inputs.some(isOne) && value.inputs.some(isReturn);
}

function isBound(value: TypedExpression | undefined, side: 1 | -1): boolean {
  return value?.form === 'constant' && side * value.value > 0;
}
