/** What an expression or a slot is made of. */
import type { Expression, SlotValue } from './tree.ts';

/** The expressions right inside of it, from left to right. */
export function partsOf(value: SlotValue): readonly Expression[] {
  switch (value.kind) {
    case 'call':
      return value.arguments.map((argument) => argument.value);
    case 'unary':
      return [value.operand];
    case 'binary':
      return [value.left, value.right];
    case 'parenthesized':
      return [value.inner];
    case 'list':
      return value.items;
    case 'range':
      return [value.from, value.to];
    default:
      return [];
  }
}
