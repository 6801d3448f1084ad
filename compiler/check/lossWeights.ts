/** The weights of a loss: a negative one rewards errors, and where all are zero there is nothing to learn. */
import type { Span } from '../../grammar/span.ts';
import { textOf } from '../expression/context.ts';
import type { Checked, TypedExpression } from '../expression/typed.ts';
import type { CheckContext } from './settings.ts';

interface Term {
  readonly name: string;
  readonly weight: number;
  /** Of the factor that makes it negative, or of the whole term. */
  readonly span: Span;
}

/** The loss, or null with an error at the weight that cannot be. */
export function verifyLossWeights(loss: Checked, { diagnostics, sources }: CheckContext): Checked {
  if (loss === null) return null;
  const terms = termsOf(loss, 1, loss.span);
  const negative = terms.filter(({ weight }) => weight < 0);
  for (const { name, span } of negative) {
    const facts = { what: `the weight of \`${name}\``, value: textOf(span, sources), min: 'at least 0', max: null };
    diagnostics.report('out-of-bounds', span, facts);
  }
  if (negative.length > 0) return null;
  if (terms.some(({ weight }) => weight > 0)) return loss;
  const facts = { what: 'the sum of the weights of a loss', value: '0', min: 'more than 0', max: null };
  return diagnostics.report('out-of-bounds', loss.span, facts);
}

/** A loss is built of sums and of products with a constant; the checker of expressions lets nothing else through. */
function termsOf(loss: TypedExpression, weight: number, span: Span): readonly Term[] {
  if (loss.form !== 'call') return [];
  const { builtin, inputs } = loss;
  const losses = inputs.filter(({ kind }) => kind === 'loss');
  if (losses.length === 0) return [{ name: builtin.name, weight, span }];
  const factor = inputs.find((input) => input.form === 'constant');
  if (factor === undefined) return losses.flatMap((term) => termsOf(term, weight, span));
  const blamed = factor.value < 0 ? factor.span : span;
  return losses.flatMap((term) => termsOf(term, weight * factor.value, blamed));
}
