/** What may stand for a value: names in scope, fields, functions and their arguments, with the likeliest first. */

import { PERIODS, UNIT_WORDS } from '../../../grammar/tokens.ts';
import type { BlockType } from '../../../grammar/tree.ts';
import { BUILTINS, FIELDS, FORMS } from '../../../stdlib/registry.ts';
import type { Builtin, Field, Form, Parameter, Unit } from '../../../stdlib/types.ts';
import { callableNames } from '../../expression/names.ts';
import { BARE, RATIO, SESSIONS, sameUnit } from '../../expression/units.ts';
import { kindText, knownText } from '../../outline/wording.ts';
import type { OpenCall, Written } from './expression.ts';
import { type Item, literal, placeholder } from './item.ts';
import type { Visible } from './names.ts';

/** What is asked for where an expression stands. */
export interface Wanted {
  readonly scopes: ReadonlySet<Field['scope']>;
  /** Of a place that takes one number; null where any value may stand. */
  readonly unit: Unit | null;
  /** What the reference writes there. */
  readonly example: string | null;
  readonly results: 'values' | 'label' | 'loss' | 'figures';
}

/** What data a setting, or a definition of a block, may read; what the checker says of it is `check/`. */
export function scopesOf(block: BlockType | null, key: string | null): Wanted['scopes'] {
  switch (block) {
    case 'portfolio':
      if (key === 'rebalance when') return new Set(['rebalance']);
      return new Set(key === 'hold when' ? ['market'] : ['market', 'score']);
    case 'risk':
      if (key === 'stop when') return new Set(['book']);
      return new Set(key === 'stop position' ? ['position', 'market', 'score'] : ['market']);
    case 'costs':
      return new Set(['market', 'cost']);
    default:
      return new Set(['market']);
  }
}

export function valueItems(wanted: Wanted, written: Written, visible: readonly Visible[]): readonly Item[] {
  if (written.next === 'operator') return unitItems(wanted, written);
  const inner = written.calls.at(-1) ?? null;
  if (inner?.isList) return [];
  const parameters = parametersOf(inner);
  const parameter = inner === null ? null : parameterOf(inner, parameters);
  const asked: Wanted = parameter === null ? wanted : { ...wanted, ...wantedBy(parameter, wanted) };
  const names = inner !== null && written.atArgument ? argumentItems(inner, parameters) : [];
  if (parameter?.role === 'text') return names;
  return [...names, ...exampleItems(asked), ...nameItems(asked, visible), ...languageItems(asked, parameter)];
}

function exampleItems({ example, unit }: Wanted): readonly Item[] {
  if (example === null || unit === null) return [];
  return [{ label: example, kind: 'value', detail: 'such as', snippet: placeholder(1, example), rank: 0, about: null }];
}

function nameItems({ unit }: Wanted, visible: readonly Visible[]): readonly Item[] {
  return visible.flatMap((item) => {
    if (unit === null) return [item];
    const fits = item.value?.form === 'constant' && sameUnit(item.value.unit, unit);
    return fits ? [{ ...item, rank: 0 }] : [];
  });
}

function languageItems({ scopes, unit, results }: Wanted, parameter: Parameter | null): readonly Item[] {
  if (unit !== null) return [];
  const kinds = parameter?.kinds;
  // A loss is made of losses; data go into it by the label.
  const fields =
    results === 'loss'
      ? []
      : FIELDS.filter(({ scope, kind }) => scopes.has(scope) && (kinds?.includes(kind) ?? kind !== 'groups'));
  const functions = FUNCTIONS.filter((builtin) => fitsPlace(builtin, results) && fitsKinds(builtin, kinds));
  return [...fields.map(fieldItem), ...functions.map((builtin) => functionItem(builtin, results))];
}

const CALLABLE = new Set(callableNames());
const FUNCTIONS = BUILTINS.filter(({ name, result }) => CALLABLE.has(name) && result !== 'members');

function fitsPlace({ result, kernel }: Builtin, results: Wanted['results']): boolean {
  const isFigure = kernel.shape === 'book';
  switch (results) {
    case 'loss':
      return result === 'loss';
    case 'figures':
      return isFigure;
    case 'label':
      return result !== 'loss' && !isFigure;
    case 'values':
      return result !== 'loss' && result !== 'label' && !isFigure;
  }
}

/** Of a place that takes groups, or a truth, only what can be one. */
function fitsKinds({ result }: Builtin, kinds: Parameter['kinds']): boolean {
  if (kinds === undefined) return result !== 'groups' && result !== 'widest-truth' && result !== 'mask';
  if (result === 'widest') return kinds.some((kind) => kind === 'panel' || kind === 'series' || kind === 'scalar');
  if (result === 'widest-truth') return kinds.includes('mask') || kinds.includes('condition');
  return kinds.includes(result);
}

function fieldItem({ name, kind, unit, availability }: Field): Item {
  const known = typeof availability === 'string' ? '' : knownText(availability);
  const detail = `${kindText({ kind, unit })}${known === '' ? '' : `, ${known}`}`;
  return { label: name, kind: 'field', detail, snippet: literal(name), rank: 3, about: { of: 'field', name } };
}

function functionItem(builtin: Builtin, results: Wanted['results']): Item {
  const { name, parameters, result } = builtin;
  // A label is a return ahead, whatever else it is scaled by.
  const rank = results === 'label' && result === 'label' ? 1 : 4;
  return {
    label: name,
    kind: 'function',
    detail: `(${parameters.map((each) => each.name).join(', ')})`,
    snippet: callSnippet(name, parameters),
    rank,
    about: { of: 'function', name },
  };
}

/** The arguments that have to be said, to be filled in. */
function callSnippet(name: string, parameters: readonly Parameter[]): string {
  const needed = parameters.filter((each) => !each.optional && each.default === undefined);
  const places = needed.map((each, i) => placeholder(i + 1, usualOf(each)));
  return `${name}(${places.join(', ')})`;
}

function usualOf({ name, role, kinds, default: ideal, min = 0 }: Parameter): string {
  switch (role) {
    case 'sessions':
      return `${ideal ?? Math.max(20, min)}d`;
    case 'ratio':
    case 'number':
    case 'count':
      return String(Number.isFinite(ideal) ? ideal : Math.max(1, Math.ceil(min)));
    case 'text':
      return '"VIX"';
    case 'value':
      return kinds?.includes('groups') ? 'sector' : name;
  }
}

function parametersOf(call: OpenCall | null): readonly Parameter[] {
  if (call?.callee == null) return [];
  const method: Form | undefined = FORMS.find(({ name }) => name === call.callee);
  return BUILTINS.find(({ name }) => name === call.callee)?.parameters ?? method?.parameters ?? [];
}

function parameterOf({ named, argument }: OpenCall, parameters: readonly Parameter[]): Parameter | null {
  return (named === null ? parameters[argument] : parameters.find(({ name }) => name === named)) ?? null;
}

function wantedBy(parameter: Parameter, { results }: Wanted): Pick<Wanted, 'unit' | 'example' | 'results'> {
  const inner = results === 'loss' ? 'values' : results;
  if (parameter.role === 'value') return { unit: null, example: null, results: inner };
  const unit = parameter.role === 'sessions' ? SESSIONS : parameter.role === 'ratio' ? RATIO : BARE;
  return { unit, example: usualOf(parameter), results: inner };
}

/** Those that are not yet said: by position the first ones are. */
function argumentItems({ argument, given }: OpenCall, parameters: readonly Parameter[]): readonly Item[] {
  return parameters
    .filter((each, i) => i >= argument - given.length && !given.includes(each.name))
    .map(({ name, role, summary }) => ({
      label: `${name}:`,
      kind: 'argument',
      detail: summary,
      snippet: `${name}: `,
      rank: role === 'value' ? 6 : 1,
      about: null,
    }));
}

/** Behind a number: its unit, the one that fits first; behind `per` a stretch of time. */
function unitItems({ unit: asked, example }: Wanted, { afterNumber, afterPer }: Written): readonly Item[] {
  const unit = (label: string, rank: number): Item => ({
    label,
    kind: 'unit',
    detail: 'unit',
    snippet: label,
    rank,
    about: null,
  });
  if (afterPer) return PERIODS.map((period) => unit(period, period === 'year' ? 0 : 1));
  if (!afterNumber || asked?.bare === true) return [];
  const rank = (word: string) => (example?.includes(word) === true ? 0 : 2);
  return [
    ...UNIT_WORDS.map((word) => unit(word, rank(word))),
    unit('bps per year', example?.includes('bps per') ? 0 : 3),
  ];
}
