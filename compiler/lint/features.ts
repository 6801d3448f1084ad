/** Features that tell the model nothing: the same everywhere, or the same as another. */
import type { Definition } from '../../grammar/tree.ts';
import type { CheckedStrategy } from '../check/checked.ts';
import { folding } from '../expression/fold.ts';
import type { TypedExpression } from '../expression/typed.ts';
import type { Scoped } from '../load/expanded.ts';
import { blockOf, type LintContext } from './context.ts';
import type { Numbering } from './numbering.ts';

/** Features that say nothing at all. */
export function verifyConstants({ features }: CheckedStrategy, numberOf: Numbering, context: LintContext): void {
  const isConstant = folding<boolean>((value, inputs) => neverChanges(value, inputs, numberOf));
  const definitions = definitionsOf(context);
  for (const { name, value } of features.features) {
    const definition = definitions.get(name);
    if (definition === undefined || !isConstant(value)) continue;
    context.diagnostics.report('feature-constant', definition.node.value.span, { name });
  }
}

/** Features that say the same. Two that the author of this file did not write are somebody else's to mend. */
export function verifyDuplicates({ features }: CheckedStrategy, numberOf: Numbering, context: LintContext): void {
  const definitions = definitionsOf(context);
  const first = new Map<number, Scoped<Definition>>();
  for (const { name, value } of features.features) {
    const definition = definitions.get(name);
    if (definition === undefined) continue;
    const number = numberOf(value);
    const twin = first.get(number);
    if (twin === undefined) first.set(number, definition);
    else if (isOwn(definition) || isOwn(twin)) reportTwins(definition.node, twin.node, context);
  }
}

function definitionsOf(context: LintContext): ReadonlyMap<string, Scoped<Definition>> {
  return new Map(blockOf('features', context)?.definitions.map((entry) => [entry.node.name.text, entry]));
}

function isOwn({ inherited, inStrategy }: Scoped<Definition>): boolean {
  return inStrategy && !inherited;
}

function reportTwins({ name }: Definition, twin: Definition, { diagnostics }: LintContext): void {
  const related = [{ span: twin.span, message: 'the same by another name' }];
  const facts = { name: name.text, twin: twin.name.text };
  diagnostics.report('feature-duplicated', name.span, facts, { related, block: 'features' });
}

/** Of two equal operands these answer the same, whatever the operands are. */
const SAME_OF_EQUALS: ReadonlySet<string> = new Set([
  'subtract',
  'divide',
  'equal',
  'not_equal',
  'less',
  'less_equal',
  'greater',
  'greater_equal',
  'correlation',
  'beta',
]);

/**
 * Whether it is one number for all stocks and sessions, missing values apart. Proven from how it is written, not from
 * data: `false` means only that this does not show.
 */
function neverChanges(value: TypedExpression, inputs: readonly boolean[], numberOf: Numbering): boolean {
  if (value.form === 'constant') return true;
  if (value.form === 'field' || value.inputs.length === 0) return false;
  if (inputs.every((constant) => constant)) return true;
  const { name } = value.builtin;
  const [left, right, third] = value.inputs;
  if (left === undefined || right === undefined) return false;
  if (SAME_OF_EQUALS.has(name)) return numberOf(left) === numberOf(right);
  if (name === 'multiply') return isZero(left) || isZero(right);
  if (name === 'power') return isZero(right);
  // `where(condition, 1, 1)` and `clip(x, 0, 0)`: whatever the first says, only one answer is left.
  const isOneAnswer = name === 'where' || name === 'clip';
  return isOneAnswer && third?.form === 'constant' && numberOf(right) === numberOf(third);
}

function isZero(value: TypedExpression): boolean {
  return value.form === 'constant' && value.value === 0;
}
