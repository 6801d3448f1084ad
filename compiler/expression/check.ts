/**
 * Checks an expression: binds its names, applies its operators and calls, and finds the facets of every part. Null is
 * poison: something in it is wrong and has been reported. Whether the result may stand where it does (scopes, labels,
 * kind) is the business of `slot.ts`.
 */

import { nearest } from '../../configs/nearest.ts';
import type { Span } from '../../grammar/span.ts';
import type { Binary, Call, Definition, Expression, Name } from '../../grammar/tree.ts';
import type { Builtin, Parameter } from '../../stdlib/types.ts';
import { report, tellArgument, tellFunction, tellName, translate } from '../mistakes/tell.ts';
import { valueCalled } from '../mistakes/translations.ts';
import { applyBuiltin, constantOf } from './apply.ts';
import { bindArguments } from './arguments.ts';
import { asConstant, type Wanted } from './constant.ts';
import { type Context, textOf } from './context.ts';
import { MOST_DEFINITIONS, MOST_DEPTH, reportTooDeep } from './depth.ts';
import { callable, callableNames, type Place } from './names.ts';
import { binaryBuiltin, unaryBuiltin } from './operators.ts';
import { resolveInstant } from './timing.ts';
import { type Checked, NO_LOOK_BACK, type TypedConstant } from './typed.ts';
import { measure } from './units.ts';

export function checkExpression(expression: Expression, place: Place, context: Context): Checked {
  const { depth } = context;
  if (depth.now >= MOST_DEPTH) return reportTooDeep(expression.span, MOST_DEPTH, context);
  depth.now++;
  const checked = checkByKind(expression, place, context);
  depth.now--;
  return checked;
}

function checkByKind(expression: Expression, place: Place, context: Context): Checked {
  const { diagnostics } = context;
  switch (expression.kind) {
    case 'missing':
      return null;
    case 'number': {
      if (isMisread(expression.span, place)) return null;
      const { value, unit } = measure(expression);
      return constantOf(value, unit, expression.span);
    }
    case 'parenthesized': {
      const inner = checkExpression(expression.inner, place, context);
      return inner === null ? null : { ...inner, span: expression.span };
    }
    case 'unary': {
      const operand = checkExpression(expression.operand, place, context);
      if (operand === null) return null;
      const builtin = unaryBuiltin(expression.operator);
      return applyBuiltin({ builtin, inputs: [operand], constants: [], span: expression.span }, context);
    }
    case 'binary': {
      const left = checkExpression(expression.left, place, context);
      const right = checkExpression(expression.right, place, context);
      if (left === null || right === null || isChained(expression)) return null;
      const builtin = binaryBuiltin(expression.operator);
      return applyBuiltin({ builtin, inputs: [left, right], constants: [], span: expression.span }, context);
    }
    case 'name':
      return checkName(expression, place, context);
    case 'call':
      return checkCall(expression, place, context);
    case 'date':
      return diagnostics.report('not-a-value', expression.span, { what: 'a date' });
    case 'text':
      return diagnostics.report('not-a-value', expression.span, { what: 'a quoted text' });
    case 'list':
      return diagnostics.report('not-a-value', expression.span, { what: 'a list' });
  }
}

/** As far behind what could be read as what could not may begin: a blank or a sign lies between. */
const BEHIND = 3;

/** `5 usd`: the parser has complained about the number or the word right behind it. */
function isMisread({ start, end }: Span, { home }: Place): boolean {
  return home.brokenAt.some((problem) => problem.start <= end + BEHIND && start < problem.end);
}

const COMPARISONS = new Set(['<', '<=', '>', '>=', '==', '!=']);

/** `a < b < c`: reported by the parser. */
function isChained({ operator, left }: Binary): boolean {
  return COMPARISONS.has(operator) && left.kind === 'binary' && COMPARISONS.has(left.operator);
}

function checkName({ text: name, span }: Name, place: Place, context: Context): Checked {
  const { diagnostics, names, open } = context;
  const binding = names.lookup(name, place);
  if (binding === null) {
    const close = names.nearest(name, place, open.at(-1)?.name.text);
    if (names.mayBeLost(place, close)) return null;
    const told = tellName(name, span);
    if (told !== null) return report(told, diagnostics);
    return diagnostics.report('unknown-name', span, { name, nearest: close, instead: valueCalled(name) });
  }
  switch (binding.kind) {
    case 'param':
      return binding.value === null ? null : { ...binding.value, span };
    case 'definition': {
      const value = checkDefinition(binding.node, binding.place, context);
      return value && { ...value, span, reference: { name, declaredAt: binding.node.name.span, value } };
    }
    case 'field': {
      const { kind, unit } = binding.field;
      const availability = resolveInstant(binding.field.availability, context.timing);
      const facets = { kind, unit, availability, lookBack: NO_LOOK_BACK };
      return { form: 'field', field: binding.field, ...facets, span, reference: null };
    }
    case 'function':
      return diagnostics.report('not-called', span, { name, example: binding.builtin.example });
    case 'members':
      return diagnostics.report('not-a-value', span, { what: 'a set of members' });
    case 'ambiguous':
      return diagnostics.report('ambiguous-name', span, { name, files: binding.files });
  }
}

/** Each definition is checked once, wherever and however often it is used. */
export function checkDefinition(node: Definition, place: Place, context: Context): Checked {
  const { diagnostics, checked, open } = context;
  const known = checked.get(node);
  if (known !== undefined) return known;
  const start = open.indexOf(node);
  if (start >= 0) {
    const circle = open.slice(start);
    // Blamed on its first member in the file, from whichever the circle was entered.
    const first = circle.toSorted((a, b) => a.span.start - b.span.start)[0] ?? node;
    const turned = [...circle.slice(circle.indexOf(first)), ...circle.slice(0, circle.indexOf(first)), first];
    const chain = turned.map(({ name }) => name.text);
    return diagnostics.report('cyclic-definition', first.name.span, { chain, of: 'values' });
  }
  if (open.length >= MOST_DEFINITIONS) return reportTooDeep(node.name.span, MOST_DEFINITIONS, context);
  open.push(node);
  const value = checkExpression(node.value, place, context);
  open.pop();
  checked.set(node, value);
  return value;
}

function checkCall(call: Call, place: Place, context: Context): Checked {
  const { callee, arguments: given, span } = call;
  const { diagnostics, names } = context;
  const name = callee.text;
  const builtin = callable(name);
  const told = tellArgument(
    call,
    (argument) => names.lookup(argument, place) !== null,
    (part) => textOf(part, context.sources),
  );
  if (told !== null) return report(told, diagnostics);
  if (builtin === null) return reportNoFunction(call, place, context);
  if (builtin.result === 'members') return diagnostics.report('not-a-value', span, { what: 'a set of members' });

  if (place.home.brokenAt.some((problem) => span.start <= problem.start && problem.start <= span.end + BEHIND)) {
    // What seems to be missing may be what could not be read; what is inside is checked all the same.
    for (const argument of given) checkExpression(argument.value, place, context);
    return null;
  }
  const { parameters, example } = builtin;
  const bound = bindArguments({ name, span: callee.span, whole: span, parameters, example }, given, diagnostics);
  // Arguments are checked even when they don't fit, so that what is wrong inside of them is reported too.
  if (bound === null) {
    const known = parameters.map((parameter) => parameter.name);
    // The value of an argument that there is not means nothing: `adjust: false`.
    const meant = given.filter((argument) => argument.name === null || known.includes(argument.name.text));
    for (const argument of meant) checkExpression(argument.value, place, context);
    return null;
  }
  const inputs: Checked[] = [];
  const constants: (number | null)[] = [];
  const texts: (string | null)[] = [];
  for (const [index, parameter] of parameters.entries()) {
    const argument = bound[index] ?? null;
    if (parameter.role === 'value') {
      if (argument === null && parameter.optional) continue;
      inputs.push(argument === null ? null : checkExpression(argument, place, context));
    } else if (parameter.role === 'text') texts.push(readText(parameter, argument, builtin, context));
    else constants.push(readArgument(parameter, argument, name, place, context));
  }
  if (!inputs.every((input) => input !== null) || !constants.every((constant) => constant !== null)) return null;
  if (!texts.every((text) => text !== null)) return null;
  const [text] = texts;
  return applyBuiltin({ builtin, inputs, constants, span, ...(text !== undefined && { text }) }, context);
}

/** A quoted text, such as the name of what the config describes. Each built-in takes one at most. */
function readText(
  { name }: Parameter,
  argument: Expression | null,
  { name: callee, example }: Builtin,
  { diagnostics }: Context,
): string | null {
  if (argument === null || argument.kind === 'missing') return null;
  const what = `\`${name}\` of \`${callee}\``;
  const expected = 'a text in quotes';
  if (argument.kind !== 'text') {
    const quoted = argument.kind === 'name' ? `write it in quotes: \`${callee}("${argument.text}")\`` : example;
    return diagnostics.report('wrong-kind', argument.span, { what, expected, found: 'something else', hint: quoted });
  }
  if (argument.value.trim() !== '') return argument.value;
  return diagnostics.report('wrong-kind', argument.span, { what, expected, found: 'an empty one', hint: example });
}

/** A name that is called and is no built-in: a value, a function of another system, or a slip of the keyboard. */
function reportNoFunction(call: Call, place: Place, { diagnostics, names, sources, open }: Context): null {
  const { text: name, span } = call.callee;
  if (names.lookup(name, place) !== null) return diagnostics.report('not-a-function', span, { name });
  const text = (part: Span) => textOf(part, sources);
  const told = tellFunction(call, open[0]?.label === true, text);
  if (told !== null) return report(told, diagnostics);
  const instead = translate(call, text);
  const close = instead === null ? nearest(name, callableNames()) : null;
  return diagnostics.report('unknown-function', span, { name, nearest: close, instead });
}

/** A compile-time argument, or its default where none was given. Text is not a number, so no built-in here takes it. */
export function readArgument(
  parameter: Parameter,
  argument: Expression | null,
  callee: string,
  place: Place,
  context: Context,
): number | null {
  const { name, role, default: fallback, min, max } = parameter;
  if (argument === null) return fallback ?? null;
  const typed = checkExpression(argument, place, context);
  if (role === 'sessions' && typed?.form === 'constant' && typed.value < 0 && callable(callee)?.result !== 'label') {
    return reportNegative(typed, argument, callee, context);
  }
  const what = `\`${name}\` of \`${callee}\``;
  // What a built-in calls a ratio (a share α, a quantile) is also commonly written as a plain number.
  const wanted = role === 'sessions' || role === 'count' ? role : 'number';
  return asConstant(typed, argument.span, { what, role: wanted, min, max }, context)?.value ?? null;
}

/** Back by less than nothing is ahead. */
function reportNegative(
  { value, reference }: TypedConstant,
  { span }: Expression,
  callee: string,
  { diagnostics, sources, open }: Context,
): null {
  const related = reference === null ? [] : [{ span: reference.declaredAt, message: `${reference.name} is set here` }];
  const instead = open[0]?.label === true ? `forward_return(close, ${-value}d)` : `${callee}(…, ${-value}d)`;
  const facts = { text: `${callee}(…, ${textOf(span, sources)})`, instead: [instead] };
  return diagnostics.report('negative-lag', span, facts, { related });
}

/** An expression that must be known when compiling. */
export function readConstant(
  expression: Expression,
  place: Place,
  wanted: Wanted,
  context: Context,
): TypedConstant | null {
  return asConstant(checkExpression(expression, place, context), expression.span, wanted, context);
}
