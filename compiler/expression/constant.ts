/** Constants asked for by settings and arguments: the right unit, whole where it counts something, within bounds. */
import type { Span } from '../../grammar/span.ts';
import { calendarSpan, formatSpan } from '../calendarSpan.ts';
import { formatRatio, plain } from '../numbers.ts';
import { type Context, textOf } from './context.ts';
import type { Checked, TypedConstant } from './typed.ts';
import { type Meant, reportUnitMissing } from './unitMissing.ts';
import {
  describeUnit,
  isBare,
  isMoney,
  isRatio,
  MINUTES_PER_YEAR,
  PER_YEAR,
  SESSIONS,
  sameUnit,
  YEARS,
} from './units.ts';

/**
 * - `count`     a bare whole number       - `ratio`     with `%` or `bps`
 * - `sessions`  whole, with `d`           - `per year`  a ratio per year
 * - `number`    a pure number             - `money`     in USD
 * - `minutes`    whole, with `min`; like all calendar time its value is in years
 * - `calendar`   whole years, months or weeks, with `y`, `m` or `w`; in years
 */
export type ConstantRole = 'count' | 'sessions' | 'number' | 'ratio' | 'per year' | 'money' | 'minutes' | 'calendar';

export interface Wanted {
  /** How a message names it: "`spread`", "`window` of `mean`". */
  readonly what: string;
  readonly role: ConstantRole;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  /** The setting written out, for a hint. */
  readonly example?: string | undefined;
}

/** The value as a constant that fits, or null with an error at `written`. */
export function asConstant(typed: Checked, written: Span, wanted: Wanted, context: Context): TypedConstant | null {
  if (typed === null) return null;
  if (typed.form !== 'constant') return context.diagnostics.report('not-constant', written, { what: wanted.what });
  return hasRightUnit(typed, wanted, context) && isWithinBounds(typed, wanted, context) ? typed : null;
}

const WORDS: Record<ConstantRole, string> = {
  count: 'a count',
  sessions: 'a number of sessions',
  number: 'a plain number',
  ratio: 'a ratio',
  'per year': 'a yearly rate',
  money: 'an amount of USD',
  minutes: 'a number of minutes',
  calendar: 'a stretch of the calendar, such as 3y or 6m',
};

function hasRightUnit(constant: TypedConstant, { what, role, example }: Wanted, context: Context): boolean {
  const { unit, span } = constant;
  if (rightUnit(constant, role)) return true;
  if (isBare(unit)) {
    reportUnitMissing(constant, what, meantBy(role), context);
  } else if (role === 'per year' && isRatio(unit)) {
    context.diagnostics.report('rate-missing', span, { text: textOf(span, context.sources), what });
  } else {
    const facts = { what, expected: WORDS[role], found: describeUnit(unit), examples: [example ?? EXAMPLE[role]] };
    context.diagnostics.report('wrong-unit', span, facts);
  }
  return false;
}

function rightUnit({ unit, value }: TypedConstant, role: ConstantRole): boolean {
  if (value === 0 && unit.bare === true) return true;
  switch (role) {
    case 'count':
      return isBare(unit);
    case 'number':
      return isRatio(unit);
    case 'ratio':
      return isRatio(unit) && !isBare(unit);
    case 'sessions':
      return sameUnit(unit, SESSIONS);
    case 'per year':
      return sameUnit(unit, PER_YEAR);
    case 'money':
      return isMoney(unit);
    case 'minutes':
    case 'calendar':
      return sameUnit(unit, YEARS);
  }
}

/** What a bare number may have meant: 0.65 is 65%, 5 is 5 bps or 5%, and 120 is no share. */
export function meantBy(role: ConstantRole): Meant {
  return (text, value) => meantWith(role, text, value);
}

function meantWith(role: ConstantRole, text: string, value: number): readonly string[] {
  const percent = `${Number((value * 100).toPrecision(6))}%`;
  switch (role) {
    case 'ratio':
      return value < 1 ? [percent] : value > 100 ? [`${text} bps`] : [`${text} bps`, `${text}%`];
    case 'per year':
      return value < 1 ? [`${percent} per year`] : [`${text} bps per year`, `${text}% per year`];
    case 'sessions':
      return [`${text}d`];
    case 'money':
      return [`${text} USD`];
    case 'minutes':
      return [`${text}min`];
    case 'calendar':
      return [`${text}y`, `${text}m`];
    default:
      return [];
  }
}

const EXAMPLE: Record<ConstantRole, string> = {
  count: '38',
  sessions: '20d',
  number: '0.05',
  ratio: '5 bps',
  'per year': '8% per year',
  money: '1_000_000 USD',
  minutes: '30min',
  calendar: '6m',
};

function isWithinBounds(constant: TypedConstant, wanted: Wanted, context: Context): boolean {
  const { what, role, min } = wanted;
  // A count beyond it is no longer told from its neighbours.
  const max = wanted.max ?? (role === 'count' || role === 'sessions' ? Number.MAX_SAFE_INTEGER : undefined);
  const { value, span } = constant;
  const show = (number: number) => formatConstant(number, role);
  if (!isWhole(value, role)) {
    const whole = role === 'calendar' ? 'counted in whole years, months or weeks' : 'a whole number';
    context.diagnostics.report(
      'not-whole',
      span,
      { what, value: show(value), whole },
      { related: whereFrom(constant) },
    );
    return false;
  }
  if ((min === undefined || value >= min) && (max === undefined || value <= max)) return true;
  const bounds = {
    min: min === undefined ? null : min === Number.MIN_VALUE ? 'more than 0' : `at least ${show(min)}`,
    // The most of all is of no interest to who is below the least.
    max: max === undefined || (wanted.max === undefined && value <= max) ? null : `at most ${show(max)}`,
  };
  context.diagnostics.report(
    'out-of-bounds',
    span,
    { what, value: show(value), ...bounds },
    { related: whereFrom(constant) },
  );
  return false;
}

function isWhole(value: number, role: ConstantRole): boolean {
  if (role === 'minutes') return Number.isInteger(minutesOf(value));
  if (role === 'calendar') return calendarSpan(value) !== null;
  return (role !== 'count' && role !== 'sessions') || Number.isInteger(value);
}

/** Of calendar time in years; what the division by a year has rounded is rounded back. */
export function minutesOf(years: number): number {
  return Number((years * MINUTES_PER_YEAR).toPrecision(10));
}

function whereFrom({ reference }: TypedConstant) {
  return reference === null ? [] : [{ span: reference.declaredAt, message: `${reference.name} is set here` }];
}

function formatConstant(value: number, role: ConstantRole): string {
  switch (role) {
    case 'ratio':
      return formatRatio(value);
    case 'per year':
      return `${formatRatio(value)} per year`;
    case 'sessions':
      return `${plain(value)}d`;
    case 'money':
      return `${plain(value)} USD`;
    case 'minutes':
      return `${minutesOf(value)}min`;
    case 'calendar':
      return calendarText(value);
    default:
      return plain(value);
  }
}

function calendarText(years: number): string {
  const span = calendarSpan(years);
  return span === null ? `${plain(years * 12)}m` : formatSpan(span);
}
