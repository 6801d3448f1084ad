/** Binds params: the value in the file or the one of `--set`, in one unit, within the author's bounds. */

import { nearest } from '../../configs/nearest.ts';
import { parse } from '../../grammar/parse.ts';
import type { Span } from '../../grammar/span.ts';
import type { Expression, Param } from '../../grammar/tree.ts';
import type { Diagnostics } from '../diagnostics.ts';
import type { ExpandedStrategy } from '../load/expanded.ts';
import type { ParamSpec } from '../plan.ts';
import { constantOf } from './apply.ts';
import { textOf } from './context.ts';
import type { TypedConstant } from './typed.ts';
import { describeUnit, measure, sameUnit } from './units.ts';

export interface BoundParams {
  /** By name; null is poison. */
  readonly values: ReadonlyMap<string, TypedConstant | null>;
  readonly specs: readonly ParamSpec[];
}

/** The `--set` options as a text of their own, a line each, so that errors can point into them. */
export const SET_FILE = '--set';

export function bindParams(
  strategy: ExpandedStrategy,
  set: Readonly<Record<string, string>>,
  sources: Map<string, string>,
  diagnostics: Diagnostics,
): BoundParams {
  const params = strategy.params.map(({ node }) => node);
  const given = readSet(set, params, sources, diagnostics);
  const values = new Map<string, TypedConstant | null>();
  const specs: ParamSpec[] = [];
  for (const param of params) {
    const name = param.name.text;
    const { value, bounds } = bindParam(param, given.get(name) ?? null, sources, diagnostics);
    const from = bounds?.from.value ?? null;
    const to = bounds?.to.value ?? null;
    const source = from === null || to === null ? null : ({ from: 'param', lo: from, hi: to } as const);
    values.set(name, value && named(name, param, { ...value, source }));
    if (value === null) continue;
    specs.push({ name, value: value.value, text: textOf(value.span, sources), from, to, setBy: value.setBy });
  }
  return { values, specs };
}

function named(name: string, param: Param, value: TypedConstant): TypedConstant {
  const declaredAt = value.setBy === 'command line' ? value.span : param.name.span;
  return { ...value, reference: { name, declaredAt, value } };
}

interface Bounds {
  readonly from: TypedConstant;
  readonly to: TypedConstant;
}

function bindParam(
  param: Param,
  given: Given | null,
  sources: ReadonlyMap<string, string>,
  diagnostics: Diagnostics,
): { readonly value: TypedConstant | null; readonly bounds: Bounds | null } {
  const name = param.name.text;
  const value = readLiteral(param.value, diagnostics, `param \`${name}\``);
  if (value === null) return { value: null, bounds: null };
  const example = textOf(value.span, sources);
  const fitsUnit = (other: TypedConstant): boolean => {
    if (sameUnit(other.unit, value.unit) && other.unit.bare === value.unit.bare) return true;
    if (other.value === 0 && other.unit.bare) return true;
    const facts = { name, found: describeUnit(other.unit), expected: describeUnit(value.unit), example };
    diagnostics.report('param-unit', other.span, facts);
    return false;
  };

  const bounds = readBounds(param, diagnostics);
  if (bounds !== null && ![bounds.from, bounds.to].every(fitsUnit)) return { value, bounds: null };
  if (bounds !== null && bounds.from.value > bounds.to.value) {
    const facts = { from: textOf(bounds.from.span, sources), to: textOf(bounds.to.span, sources) };
    diagnostics.report('reversed-range', param.bounds?.span ?? param.span, facts);
    return { value, bounds: null };
  }
  const ok = verifyBounds(name, value, bounds, sources, diagnostics);
  if (given === null) return { value: ok ? value : null, bounds };
  const { constant } = given;
  const good = constant !== null && fitsUnit(constant) && verifyBounds(name, constant, bounds, sources, diagnostics);
  return { value: good ? { ...constant, unit: value.unit } : null, bounds };
}

function readBounds({ bounds, name }: Param, diagnostics: Diagnostics): Bounds | null {
  if (bounds === null) return null;
  const from = readLiteral(bounds.from, diagnostics, `a bound of \`${name.text}\``);
  const to = readLiteral(bounds.to, diagnostics, `a bound of \`${name.text}\``);
  return from === null || to === null ? null : { from, to };
}

function verifyBounds(
  name: string,
  constant: TypedConstant,
  bounds: Bounds | null,
  sources: ReadonlyMap<string, string>,
  diagnostics: Diagnostics,
): boolean {
  if (bounds === null || (bounds.from.value <= constant.value && constant.value <= bounds.to.value)) return true;
  const [value, from, to] = [constant, bounds.from, bounds.to].map(({ span }) => textOf(span, sources));
  const related = [{ span: { ...bounds.from.span, end: bounds.to.span.end }, message: 'the bounds' }];
  const facts = { name, value: value ?? '', from: from ?? '', to: to ?? '' };
  diagnostics.report('param-out-of-bounds', constant.span, facts, { related });
  return false;
}

/** A number, its sign and its unit: params are what one would type on the command line, not formulas. */
function readLiteral(expression: Expression, diagnostics: Diagnostics, what: string): TypedConstant | null {
  const sign = expression.kind === 'unary' && expression.operator === '-' ? -1 : 1;
  const literal = expression.kind === 'unary' ? expression.operand : expression;
  if (literal.kind === 'missing') return null;
  if (literal.kind === 'date') return diagnostics.report('not-a-value', literal.span, { what: 'a date' });
  if (literal.kind !== 'number') return diagnostics.report('not-constant', expression.span, { what });
  const { value, unit } = measure(literal);
  if (!Number.isFinite(value)) return null; // the parser has complained
  return constantOf(sign * value, unit, expression.span);
}

interface Given {
  readonly constant: TypedConstant | null;
}

function readSet(
  set: Readonly<Record<string, string>>,
  params: readonly Param[],
  sources: Map<string, string>,
  diagnostics: Diagnostics,
): ReadonlyMap<string, Given> {
  const entries = Object.entries(set);
  const known = params.map(({ name }) => name.text);
  const result = new Map<string, Given>();
  let start = 0;
  for (const [name, text] of entries) {
    const valueStart = start + name.length + 1;
    const span = { file: SET_FILE, start: valueStart, end: valueStart + text.length };
    if (known.includes(name)) {
      const constant = parseValue(text, span);
      if (constant === null) diagnostics.report('bad-set-value', span, { name, text });
      result.set(name, { constant });
    } else {
      const facts = { name, known, nearest: nearest(name, known) };
      diagnostics.report('unknown-param', { ...span, start, end: start + name.length }, facts);
    }
    start = span.end + 1;
  }
  if (entries.length > 0) sources.set(SET_FILE, entries.map(([name, text]) => `${name}=${text}`).join('\n'));
  return result;
}

/** Read by the language's own parser, as the value of a param, so that both ways to write a number are one. */
function parseValue(text: string, span: Span): TypedConstant | null {
  const { file, problems } = parse(`strategy s {\nparam p = ${text}\n}`, SET_FILE);
  const [declaration] = file.declarations;
  if (problems.length > 0 || file.declarations.length !== 1 || declaration?.kind !== 'strategy') return null;
  const [param, more] = declaration.statements;
  if (param?.kind !== 'param' || more !== undefined || param.bounds !== null) return null;
  const literal = param.value.kind === 'unary' && param.value.operator === '-' ? param.value.operand : param.value;
  if (literal.kind !== 'number') return null;
  const { value, unit } = measure(literal);
  return constantOf(literal === param.value ? value : -value, unit, span, 'command line');
}
