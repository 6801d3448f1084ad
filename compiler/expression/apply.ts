/** Applies a built-in to typed operands: kinds, units, availability and look-back of the result. */
import type { Span } from '../../grammar/span.ts';
import type { Builtin, Parameter, Unit } from '../../stdlib/types.ts';
import { isUnitProblem } from '../../stdlib/units.ts';
import { type Context, textOf } from './context.ts';
import { heightOver, MOST_DEPTH, reportTooDeep } from './depth.ts';
import { deepest, describeKind, describeKinds, fits, latest, reaching, resultKind, WITHIN_GROUPS } from './facets.ts';
import { later, shifted } from './instants.ts';
import { kindOfValues } from './labels.ts';
import { ARITHMETIC, fold, OPERATOR_NAMES, signOf } from './operators.ts';
import { resolveInstant } from './timing.ts';
import { type Checked, type ConstantSource, NO_LOOK_BACK, type TypedConstant, type TypedExpression } from './typed.ts';
import { reportUnitMissing } from './unitMissing.ts';
import { describeUnit, isBare, isMoney, isPrice, isRatio, sameUnit } from './units.ts';

export interface Application {
  readonly builtin: Builtin;
  readonly inputs: readonly TypedExpression[];
  readonly constants: readonly number[];
  /** Of a built-in that takes a quoted text. */
  readonly text?: string;
  readonly span: Span;
}

export function applyBuiltin(application: Application, context: Context): Checked {
  const { builtin, constants, text = null, span } = application;
  if (application.inputs.some(({ kind }) => kind === 'loss')) {
    if (!isWeightedSum(application)) {
      return context.diagnostics.report('loss-arithmetic', span, { operator: signOf(builtin.name) });
    }
  } else if (!verifyKinds(application, context)) {
    return null;
  }
  if (dividesByZero(application)) {
    return context.diagnostics.report('undefined-constant', span, { text: 'a division by zero' });
  }
  const united = unite(application, context);
  if (united === null) return null;
  const { inputs, unit } = united;

  const folded = foldConstants(builtin, inputs);
  if (folded !== null) {
    if (!Number.isFinite(folded)) {
      return context.diagnostics.report('undefined-constant', span, { text: 'no finite number' });
    }
    const setBy = inputs.some((input) => input.form === 'constant' && input.setBy === 'command line');
    return { ...constantOf(folded, unit, span, setBy ? 'command line' : 'file'), source: sourceOf(builtin, inputs) };
  }
  const height = heightOver(inputs);
  if (height > MOST_DEPTH) return reportTooDeep(span, MOST_DEPTH, context);
  const own = resolveInstant(builtin.availability ?? 'always', context.timing);
  return {
    form: 'call',
    builtin,
    inputs,
    constants,
    text,
    height,
    kind: resultKind(builtin.result, inputs),
    unit,
    availability: shifted(later(latest(inputs), own), builtin.shift?.(constants) ?? 0),
    lookBack: reaching(deepest(inputs), builtin.lookBack?.(constants)),
    span,
    reference: null,
  };
}

export function constantOf(
  value: number,
  unit: Unit,
  span: Span,
  setBy: TypedConstant['setBy'] = 'file',
): TypedConstant {
  const facets = { kind: 'scalar', availability: 'always', lookBack: NO_LOOK_BACK } as const;
  // Minus zero is zero: it would only make two hashes of one meaning.
  return { form: 'constant', value: value + 0, unit, ...facets, span, reference: null, setBy, source: null };
}

/** A denominator that is zero whatever the data: the result would be missing everywhere. */
function dividesByZero({ builtin, inputs: [, denominator] }: Application): boolean {
  return builtin.name === 'divide' && denominator?.form === 'constant' && denominator.value === 0;
}

/** A loss may be added to a loss and multiplied by a constant. */
function isWeightedSum({ builtin, inputs }: Application): boolean {
  const losses = inputs.filter(({ kind }) => kind === 'loss').length;
  if (builtin.name === 'add') return losses === inputs.length;
  const weights = inputs.filter((input) => input.form === 'constant' && isRatio(input.unit)).length;
  return builtin.name === 'multiply' && losses === 1 && weights === 1;
}

const AS_NUMBER = 'make a number of a yes or no with `where(condition, 1, 0)`';
const GROUPED = 'make groups of a value with `buckets(x, 5)`';
const JOINED = 'join conditions with `and` and `or`; parentheses make the order plain';

function verifyKinds({ builtin, inputs }: Application, { diagnostics }: Context): boolean {
  const parameters = valueParameters(builtin);
  let ok = true;
  inputs.forEach((input, index) => {
    const parameter = parameters[index];
    if (parameter === undefined || fits(kindOfValues(input), parameter.kinds)) return;
    ok = false;
    const isOperator = OPERATOR_NAMES.has(builtin.name);
    const what = isOperator
      ? `what stands beside \`${signOf(builtin.name)}\``
      : `\`${parameter.name}\` of \`${builtin.name}\``;
    const hint = hintOf(input, parameter, builtin);
    const facts = { what, expected: describeKinds(parameter.kinds), found: describeKind(input.kind), hint };
    diagnostics.report('wrong-kind', input.span, facts);
  });
  return ok;
}

function hintOf({ kind }: TypedExpression, parameter: Parameter, builtin: Builtin): string | null {
  if (parameter.kinds?.includes('groups')) return kind === 'panel' ? GROUPED : null;
  if (kind === 'groups') return WITHIN_GROUPS;
  if ((kind !== 'mask' && kind !== 'condition') || !OPERATOR_NAMES.has(builtin.name)) return null;
  return ARITHMETIC.has(builtin.name) ? AS_NUMBER : JOINED;
}

function valueParameters({ parameters }: Builtin): readonly Parameter[] {
  return parameters.filter(({ role }) => role === 'value');
}

/**
 * The result's unit. When units disagree, a constant may still adopt its neighbour's: 0 has any unit, and a price
 * limit in USD means per share, as people say it.
 */
function unite(
  { builtin, inputs, span }: Application,
  context: Context,
): { readonly inputs: readonly TypedExpression[]; readonly unit: Unit } | null {
  if (!verifyUnits(builtin, inputs, context)) return null;
  const unit = builtin.unit(inputs.map((input) => input.unit));
  if (!isUnitProblem(unit)) return { inputs, unit };

  const adapted = adopt(inputs);
  const retried = builtin.unit(adapted.map((input) => input.unit));
  if (!isUnitProblem(retried)) return { inputs: adapted, unit: retried };

  // A bare number that would fit with its neighbour's unit is missing just that.
  const bare = inputs.find((input) => input.form === 'constant' && isBare(input.unit));
  const other = neighbour(inputs);
  const ending = other === undefined ? null : suffix(other.unit);
  if (bare !== undefined && other !== undefined && ending !== null) {
    const given = inputs.map((input) => (input === bare ? { ...input, unit: other.unit } : input));
    if (!isUnitProblem(builtin.unit(given.map((input) => input.unit)))) {
      const what = `a number beside ${describeValue(other, context)}`;
      return reportUnitMissing(bare, what, (text) => [`${text}${ending}`], context);
    }
  }
  const [left, right] = inputs;
  const label =
    left !== undefined && right !== undefined && OPERATOR_NAMES.has(builtin.name)
      ? `${short(left.unit)} ${signOf(builtin.name)} ${short(right.unit)}`
      : 'the units do not fit';
  return context.diagnostics.report('unit-mismatch', span, { problem: retried.problem, label });
}

function short(unit: Unit): string {
  return describeUnit(unit).replace(/^in /, '').replace('an amount of ', '').replace('a number of ', '');
}

function describeValue(value: TypedExpression, { sources }: Context): string {
  const text = textOf(value.span, sources);
  return text.length <= 30 ? `\`${text}\`` : `a value ${describeUnit(value.unit)}`;
}

/** Null for units that no number can be written with. */
function suffix(unit: Unit): string | null {
  if (isPrice(unit) || isMoney(unit)) return ' USD';
  if (unit.share === 1 && unit.usd === 0) return ' shares';
  return unit.session === 1 ? 'd' : null;
}

/** The value whose unit the constants beside it are meant to have. */
function neighbour(inputs: readonly TypedExpression[]): TypedExpression | undefined {
  const withUnit = inputs.filter(({ unit }) => !isRatio(unit));
  return withUnit.find((input) => input.form !== 'constant') ?? withUnit[0];
}

function adopt(inputs: readonly TypedExpression[]): readonly TypedExpression[] {
  const model = neighbour(inputs);
  if (model === undefined) return inputs;
  return inputs.map((input) => {
    if (input.form !== 'constant') return input;
    const anyUnit = input.value === 0 && isRatio(input.unit);
    const perShare = isMoney(input.unit) && isPrice(model.unit);
    return anyUnit || perShare ? { ...input, unit: model.unit } : input;
  });
}

function verifyUnits(builtin: Builtin, inputs: readonly TypedExpression[], { diagnostics }: Context): boolean {
  let ok = true;
  valueParameters(builtin).forEach(({ name, unit }, index) => {
    const input = inputs[index];
    if (input === undefined || unit === undefined || sameUnit(input.unit, unit)) return;
    if (input.form === 'constant' && input.value === 0) return;
    ok = false;
    const what = `\`${name}\` of \`${builtin.name}\``;
    const facts = { what, expected: describeUnit(unit), found: describeUnit(input.unit), examples: [builtin.example] };
    diagnostics.report('wrong-unit', input.span, facts);
  });
  return ok;
}

function foldConstants(builtin: Builtin, inputs: readonly TypedExpression[]): number | null {
  const operands = inputs.flatMap((input) => (input.form === 'constant' ? [input.value] : []));
  return operands.length === inputs.length && inputs.length > 0 ? fold(builtin, operands) : null;
}

/** Arithmetic on numbers alone can come to nothing else. */
function sourceOf(builtin: Builtin, inputs: readonly TypedExpression[]): ConstantSource | null {
  const constants = inputs.flatMap((input) => (input.form === 'constant' ? [input] : []));
  return constants.some(({ source }) => source !== null) ? { from: 'arithmetic', builtin, inputs: constants } : null;
}
