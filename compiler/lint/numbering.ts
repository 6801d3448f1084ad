import { folding } from '../expression/fold.ts';
import type { TypedExpression } from '../expression/typed.ts';

/** Equal numbers for what is written the same, names looked through. */
export type Numbering = (value: TypedExpression) => number;

/** Value numbering: cheaper than the hashes of the plan, and good for as long as one strategy is looked at. */
export function numbering(): Numbering {
  const numbers = new Map<string, number>();
  return folding<number>((value, inputs) => {
    const key = keyOf(value, inputs);
    const known = numbers.get(key) ?? numbers.size;
    numbers.set(key, known);
    return known;
  });
}

function keyOf(value: TypedExpression, inputs: readonly number[]): string {
  switch (value.form) {
    case 'constant':
      return String(value.value);
    case 'field':
      return value.field.name;
    case 'call':
      return `${value.builtin.name}(${inputs.join()};${value.constants.join()};${JSON.stringify(value.text)})`;
  }
}
