/** A filter that keeps just the stocks its side should avoid: shorting what is expected to rise. */
import type { Span } from '../../grammar/span.ts';
import type { CheckedLeg, CheckedStrategy } from '../check/checked.ts';
import type { TypedExpression } from '../expression/typed.ts';
import { boundOf } from './comparisons.ts';
import type { LintContext } from './context.ts';

export function verifyFilters({ portfolios, label }: CheckedStrategy, context: LintContext): void {
  // Only where the sign of a prediction is the sign of what the stock is expected to do.
  if (!isExpectedReturn(label.value)) return;
  for (const { long, short } of portfolios) {
    verifyLeg('long', long, context);
    verifyLeg('short', short, context);
  }
}

function verifyLeg(side: 'long' | 'short', leg: CheckedLeg | null, { diagnostics }: LintContext): void {
  if (leg === null || leg.filter === null) return;
  for (const { part, span } of conjuncts(leg.filter, null)) {
    const bound = boundOf(part);
    if (bound === null || bound.value.form !== 'field' || bound.value.field.name !== 'prediction') continue;
    const contradicts =
      side === 'long' ? bound.sign === '<' && bound.limit <= 0 : bound.sign === '>' && bound.limit >= 0;
    if (!contradicts) continue;
    diagnostics.report('filter-contradicts-side', span, { side }, { block: 'portfolio' });
    return;
  }
}

interface Conjunct {
  readonly part: TypedExpression;
  /** Where the filter itself mentions it. */
  readonly span: Span;
}

/** What must all hold; each part once. */
function* conjuncts(
  value: TypedExpression,
  via: Span | null,
  seen = new Set<readonly TypedExpression[]>(),
): Generator<Conjunct> {
  const through = via ?? (value.reference === null ? null : value.span);
  if (value.form !== 'call' || value.builtin.name !== 'and') {
    yield { part: value, span: through ?? value.span };
  } else if (!seen.has(value.inputs)) {
    seen.add(value.inputs);
    for (const input of value.inputs) yield* conjuncts(input, through, seen);
  }
}

/** A forward return, or one less something, or brought to one scale across stocks. */
function isExpectedReturn(value: TypedExpression): boolean {
  if (value.form !== 'call') return false;
  const [first] = value.inputs;
  switch (value.builtin.name) {
    case 'forward_return':
      return true;
    case 'subtract':
    case 'demean':
    case 'zscore':
      return first !== undefined && isExpectedReturn(first);
    default:
      return false;
  }
}
