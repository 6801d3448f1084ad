/**
 * Expressions that a setting implies and nobody writes out: the returns a correlation is taken of, the beta of a limit.
 * What is only known after the decision is read one session late.
 */
import type { Span } from '../../grammar/span.ts';
import { field } from '../../stdlib/registry.ts';
import { applyBuiltin } from '../expression/apply.ts';
import type { Context } from '../expression/context.ts';
import { isKnownBy } from '../expression/instants.ts';
import { required } from '../expression/operators.ts';
import { resolveInstant } from '../expression/timing.ts';
import { NO_LOOK_BACK, type TypedExpression } from '../expression/typed.ts';
import { invariant } from '../invariant.ts';

/** Of each stock over one session, as known at the decision. */
export function impliedReturns(span: Span, context: Context): TypedExpression {
  return knownAtDecision(apply('returns', [fieldNamed('close', span, context)], [1], span, context), context);
}

/** The deviation of each stock's one-session returns over the last sessions, as known at the decision. */
export function impliedVolatility(window: number, span: Span, context: Context): TypedExpression {
  const returns = apply('returns', [fieldNamed('close', span, context)], [1], span, context);
  return knownAtDecision(apply('stdev', [returns], [window], span, context), context);
}

/** Of each stock's returns on the market's over the last sessions, as known at the decision. */
export function impliedBeta(window: number, span: Span, context: Context): TypedExpression {
  const returns = apply('returns', [fieldNamed('close', span, context)], [1], span, context);
  const market = apply('market_return', [], [1], span, context);
  return knownAtDecision(apply('beta', [returns, market], [window], span, context), context);
}

/** The group of each stock. */
export function impliedSector(span: Span, context: Context): TypedExpression {
  return fieldNamed('sector', span, context);
}

function knownAtDecision(value: TypedExpression, context: Context): TypedExpression {
  if (isKnownBy(value.availability, context.timing.decision)) return value;
  return apply('lag', [value], [1], value.span, context);
}

function apply(
  name: string,
  inputs: readonly TypedExpression[],
  constants: readonly number[],
  span: Span,
  context: Context,
): TypedExpression {
  const value = applyBuiltin({ builtin: required(name), inputs, constants, span }, context);
  invariant(value, `\`${name}\` does not take what it is given here`);
  return value;
}

function fieldNamed(name: string, span: Span, { timing }: Context): TypedExpression {
  const found = field(name);
  invariant(found, `the field ${name} is not registered`);
  const availability = resolveInstant(found.availability, timing);
  const facets = { kind: found.kind, unit: found.unit, availability, lookBack: NO_LOOK_BACK };
  return { form: 'field', field: found, ...facets, span, reference: null };
}
