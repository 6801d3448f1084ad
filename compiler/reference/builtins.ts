/** Built-ins, fields and forms in the reference. Units and look-backs are asked of the functions that compute them. */
import type { Builtin, Field, Form, Parameter, Unit } from '../../stdlib/types.ts';
import { describeUnit, isUnitProblem, PRICE, RATIO, SHARES, sameUnit } from '../../stdlib/units.ts';
import { code, type Entry, example, facts, paragraphs, slug } from './entry.ts';
import { KINDS } from './values.ts';

export function builtinEntry(builtin: Builtin): Entry {
  const { name, summary, formula, source, parameters } = builtin;
  return {
    id: name,
    name,
    heading: code(signature(name, parameters)),
    body: paragraphs(
      summary,
      facts([
        ...parameters.map((each): [string, string] => [code(each.name), parameterText(each)]),
        ['gives', RESULTS[builtin.result]],
        ['unit', unitText(builtin)],
        ['reaches back', lookBackText(builtin)],
        ['known', knownText(builtin)],
        ['means', code(formula)],
        ['source', source ?? null],
      ]),
      example(builtin.example),
    ),
  };
}

export function fieldEntry({ name, kind, unit, availability, scope, summary, example: shown }: Field): Entry {
  return {
    id: name,
    name,
    heading: code(name),
    body: paragraphs(
      summary,
      facts([
        ['gives', KINDS[kind]],
        ['unit', describeUnit(unit)],
        ['known', availabilityText(availability)],
        ['may stand', SCOPES[scope]],
      ]),
      example(shown),
    ),
  };
}

export function formEntry({ slot, name, summary, example: shown, parameters }: Form): Entry {
  return {
    id: slug(`${slot} ${name}`),
    name,
    heading: code(`${slot} ${parameters.length === 0 ? name : signature(name, parameters)}`),
    body: paragraphs(summary, facts(parameters.map((each) => [code(each.name), parameterText(each)])), example(shown)),
  };
}

const WIDEST = 'a number for each stock, session, or once: as wide as its widest input';

const RESULTS: Readonly<Record<Builtin['result'], string>> = {
  ...KINDS,
  widest: WIDEST,
  'widest-truth': 'yes or no, as wide as its widest input',
};

const SCOPES: Readonly<Record<Field['scope'], string>> = {
  market: 'wherever market data may',
  score: 'in `portfolio`',
  rebalance: 'in `rebalance when` of `portfolio`',
  book: 'in `risk`',
  position: 'in `stop position` of `risk`',
  cost: 'in `costs`',
};

function signature(name: string, parameters: readonly Parameter[]): string {
  return `${name}(${parameters.map(parameterForm).join(', ')})`;
}

/** As it stands in a signature: `window`, `after: 0d`. */
export function parameterForm(parameter: Parameter): string {
  const { name, optional, default: ideal } = parameter;
  if (optional) return `${name}: none`;
  return ideal === undefined ? name : `${name}: ${defaultText(parameter)}`;
}

function defaultText({ default: value, role }: Parameter): string {
  if (value === Number.POSITIVE_INFINITY) return 'none';
  return role === 'sessions' ? `${value}d` : String(value);
}

/** What it is for, and within which bounds. */
export function parameterText({ summary, role, min, max, default: ideal }: Parameter): string {
  if (role === 'value' || role === 'text') return summary;
  const bounds = [
    min === undefined || min === Number.MIN_VALUE ? null : `at least ${min}`,
    min === Number.MIN_VALUE ? 'more than 0' : null,
    max === undefined ? null : `at most ${max}`,
    ideal === undefined ? null : 'may be left out',
  ].filter((each) => each !== null);
  return bounds.length === 0 ? summary : `${summary} (${bounds.join(', ')})`;
}

/** Told from what the rule answers for prices, and for a price and a number of shares. */
function unitText({ unit, parameters, result }: Builtin): string | null {
  if (result === 'loss' || result === 'members') return null;
  const values = parameters.filter(({ role }) => role === 'value');
  const answer = (units: readonly Unit[]) => unit(values.map((each, i) => each.unit ?? units[i] ?? PRICE));
  const ofPrices = answer([]);
  if (isUnitProblem(ofPrices)) return 'ratio, of ratios';
  const [first, second] = values.map(({ name }) => `that of ${code(name)}`);
  const ofTwo = second === undefined ? ofPrices : answer([PRICE, SHARES]);
  if (second !== undefined && isUnitProblem(ofTwo)) {
    const alike = values.filter(({ unit: own, kinds }) => own === undefined && kinds?.includes('mask') !== true);
    const ofOneUnit = `${alike.map(({ name }) => code(name)).join(', ')} have one unit`;
    if (result === 'widest-truth') return ofOneUnit;
    return sameUnit(ofPrices, RATIO) ? `ratio; ${ofOneUnit}` : `that of its inputs; ${ofOneUnit}`;
  }
  if (result === 'widest-truth' || result === 'mask' || result === 'condition') return null;
  if (!isUnitProblem(ofTwo) && !sameUnit(ofTwo, ofPrices)) {
    if (sameUnit(ofTwo, { ...RATIO, usd: 1 })) return `${first} times ${second}`;
    if (sameUnit(ofTwo, { ...RATIO, usd: 1, share: -2 })) return `${first} over ${second}`;
    if (sameUnit(ofTwo, SHARES)) return second ?? null;
  }
  if (sameUnit(ofPrices, PRICE)) return first ?? describeUnit(ofPrices);
  if (sameUnit(ofPrices, { ...PRICE, session: -1 })) return `${first}, per session`;
  return describeUnit(ofPrices);
}

/** In words of its first constant, or for the values that constants have when left out. */
function lookBackText({ lookBack, parameters }: Builtin): string | null {
  if (lookBack === undefined) return null;
  const constants = parameters.filter(({ role }) => role !== 'value' && role !== 'text');
  const at = (first: number | undefined) =>
    lookBack(constants.map((each, i) => (i === 0 && first !== undefined ? first : (each.default ?? 20))));
  const { sessions, recursive } = at(undefined);
  const before = recursive ? ', and carries everything before' : '';
  const isLeftOut = constants.every((each) => each.default !== undefined);
  if (isLeftOut) return `${sessionsText(sessions)}${constants.length > 0 ? ' when left as it is' : ''}${before}`;
  const [low, high] = [at(20).sessions, at(30).sessions];
  if (high - low !== 10) return `${sessionsText(sessions)}${before}`;
  const more = low - 20;
  const offset = more === 0 ? '' : more > 0 ? ` + ${more}` : ` − ${-more}`;
  return `${code(constants[0].name)}${offset} sessions${before}`;
}

function sessionsText(sessions: number): string {
  return sessions === 1 ? '1 session' : `${sessions} sessions`;
}

/** Null where it goes without saying: when the last of what goes in is known. */
function knownText({ availability, shift }: Builtin): string | null {
  if (availability !== undefined)
    return availabilityText(availability) + (shift === undefined ? '' : ', or so many sessions later');
  if (shift === undefined) return null;
  return shift([1]) > 0 ? 'only later, by as many sessions' : 'earlier, by as many sessions';
}

function availabilityText(availability: Field['availability']): string {
  switch (availability) {
    case 'always':
      return 'always';
    case 'decision':
      return 'when orders are decided';
    case 'fill':
      return 'when orders are filled';
    case 'last fill':
      return 'from the last fill before orders are decided';
    default:
      return `from the ${availability.at} of the session`;
  }
}
