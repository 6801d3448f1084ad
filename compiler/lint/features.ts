/** Features that tell the model nothing: the same everywhere, or the same as another. */
import type { Definition } from '../../grammar/tree.ts';
import type { CheckedStrategy } from '../check/checked.ts';
import type { TypedExpression } from '../expression/typed.ts';
import type { Scoped } from '../load/expanded.ts';
import { Lowering } from '../lower/expressions.ts';
import { blockOf, type LintContext } from './context.ts';
import { folding } from './fold.ts';

/** Names expressions by what they mean. Features are of the market: none of them has learnt anything. */
export function featureLowering({ universe }: CheckedStrategy): Lowering {
  return new Lowering(universe.benchmark, []);
}

/** A feature that says nothing at all. */
export function verifyConstants({ features }: CheckedStrategy, lowering: Lowering, context: LintContext): void {
  const isConstant = folding<boolean>((value, inputs) => neverChanges(value, inputs, lowering));
  const definitions = definitionsOf(context);
  for (const { name, value } of features.features) {
    const definition = definitions.get(name);
    if (definition === undefined || !isConstant(value)) continue;
    context.diagnostics.report('feature-constant', definition.node.value.span, { name });
  }
}

/** Two that an author of this file did not write are somebody else's to mend. */
export function verifyDuplicates({ features }: CheckedStrategy, lowering: Lowering, context: LintContext): void {
  const definitions = definitionsOf(context);
  const first = new Map<string, Scoped<Definition>>();
  for (const { name, value } of features.features) {
    const definition = definitions.get(name);
    if (definition === undefined) continue;
    const id = lowering.lower(value);
    const twin = first.get(id);
    if (twin === undefined) first.set(id, definition);
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
function neverChanges(value: TypedExpression, inputs: readonly boolean[], lowering: Lowering): boolean {
  if (value.form === 'constant') return true;
  if (value.form === 'field' || value.inputs.length === 0) return false;
  if (inputs.every((constant) => constant)) return true;
  const { name } = value.builtin;
  const [left, right, third] = value.inputs;
  if (left === undefined || right === undefined) return false;
  if (SAME_OF_EQUALS.has(name)) return lowering.lower(left) === lowering.lower(right);
  if (name === 'multiply') return isZero(left) || isZero(right);
  if (name === 'power') return isZero(right);
  // `where(condition, 1, 1)` and `clip(x, 0, 0)`: whatever the first says, only one answer is left.
  const isOneAnswer = name === 'where' || name === 'clip';
  return isOneAnswer && third?.form === 'constant' && lowering.lower(right) === lowering.lower(third);
}

function isZero(value: TypedExpression): boolean {
  return value.form === 'constant' && value.value === 0;
}
