/** Comparisons that data can hardly change: with a percentage of what goes to 100, or with the highest of a window itself. */
import type { BlockType } from '../../grammar/tree.ts';
import type { CheckedStrategy } from '../check/checked.ts';
import { textOf } from '../expression/context.ts';
import { findPart } from '../expression/slot.ts';
import type { TypedCall, TypedExpression } from '../expression/typed.ts';
import { isBare } from '../expression/units.ts';
import { isComparison } from './comparisons.ts';
import type { LintContext } from './context.ts';
import { type Interval, isBelow } from './interval.ts';
import type { Numbering } from './numbering.ts';
import { ranging } from './range.ts';

export function verifyOutcomes(checked: CheckedStrategy, numberOf: Numbering, context: LintContext): void {
  const known: Known = { numberOf, rangeOf: ranging() };
  const { universe, features, portfolios } = checked;
  const report = (block: BlockType) => (value: TypedExpression) => verifyValue(value, block, known, context);
  universe.require.forEach(report('universe'));
  features.features.map(({ value }) => value).forEach(report('features'));
  const ofBook = portfolios.flatMap(({ long, short, hold }) => [long?.filter, short?.filter, hold]);
  ofBook.flatMap((condition) => condition ?? []).forEach(report('portfolio'));
}

interface Known {
  readonly numberOf: Numbering;
  readonly rangeOf: (value: TypedExpression) => Interval;
}

function verifyValue(value: TypedExpression, block: BlockType, known: Known, context: LintContext): void {
  const { diagnostics, sources } = context;
  const inHundreds = findPart(value, (part) => percentOfHundred(part) !== null);
  const slip = inHundreds && percentOfHundred(inHundreds.part);
  if (inHundreds !== null && slip !== null) {
    const { figure, limit } = slip;
    const facts = { name: figure.builtin.name, text: textOf(limit.span, sources), limit: limit.value };
    diagnostics.report('percent-of-hundred', (inHundreds.via ?? inHundreds.part).span, facts, { block });
    return;
  }
  const asFraction = findPart(value, (part) => hundredOfFraction(part) !== null);
  const fraction = asFraction && hundredOfFraction(asFraction.part);
  if (asFraction !== null && fraction !== null) {
    const { figure, limit } = fraction;
    const facts = { name: figure.builtin.name, text: textOf(limit.span, sources), limit: limit.value };
    diagnostics.report('return-in-hundreds', (asFraction.via ?? asFraction.part).span, facts, { block });
    return;
  }
  const decided = findPart(value, (part) => outcomeOf(part, known) !== null);
  const outcome = decided && outcomeOf(decided.part, known);
  if (decided === null || outcome === null) return;
  diagnostics.report('comparison-decided', (decided.via ?? decided.part).span, { outcome }, { block });
}

/** `rsi(close, 14d) < 30%`: of a figure that counts in hundreds, with a percentage. */
function percentOfHundred(part: TypedExpression) {
  if (part.form !== 'call' || !isComparison(part)) return null;
  const figure = part.inputs.find((input) => input.form === 'call' && countsInHundreds(input));
  const limit = part.inputs.find((input) => input.form === 'constant');
  if (figure?.form !== 'call' || limit?.form !== 'constant' || limit.value === 0 || isBare(limit.unit)) return null;
  return { figure, limit };
}

/** `returns(close, 1d) > 5`: of a fraction, with a bare number that no stock moves by in that time. */
function hundredOfFraction(part: TypedExpression) {
  if (part.form !== 'call' || !isComparison(part)) return null;
  const figure = part.inputs.find((input) => input.form === 'call' && RETURNS.has(input.builtin.name));
  const limit = part.inputs.find((input) => input.form === 'constant');
  if (figure?.form !== 'call' || limit?.form !== 'constant' || !isBare(limit.unit)) return null;
  const [sessions = 1] = figure.constants;
  return Math.abs(limit.value) >= (sessions <= QUARTER ? 1 : 5) ? { figure, limit } : null;
}

const RETURNS: ReadonlySet<string> = new Set(['returns', 'market_return']);

/** Sessions. Over longer, stocks do double. */
const QUARTER = 63;

function countsInHundreds({ builtin: { range } }: TypedCall): boolean {
  return range !== undefined && (range.lo === -100 || range.hi === 100);
}

type Outcome = 'never' | 'always';

const NEGATED: Readonly<Record<Outcome, Outcome>> = { never: 'always', always: 'never' };

/** What a comparison comes to whatever the data, missing values apart; null when that depends. */
function outcomeOf(part: TypedExpression, known: Known): Outcome | null {
  if (part.form !== 'call') return null;
  const [left, right] = part.inputs;
  if (left === undefined || right === undefined) return null;
  switch (part.builtin.name) {
    case 'less':
      return lessThan(left, right, known);
    case 'greater':
      return lessThan(right, left, known);
    case 'less_equal':
      return negated(lessThan(right, left, known));
    case 'greater_equal':
      return negated(lessThan(left, right, known));
    default:
      return null;
  }
}

function negated(outcome: Outcome | null): Outcome | null {
  return outcome && NEGATED[outcome];
}

function lessThan(below: TypedExpression, above: TypedExpression, { numberOf, rangeOf }: Known): Outcome | null {
  if (isExtreme(below, 'highest', above, numberOf) || isExtreme(above, 'lowest', below, numberOf)) return 'never';
  // A param that switches something on is decided on purpose.
  if (below.form === 'constant' && above.form === 'constant') return null;
  return isBelow(rangeOf(below), rangeOf(above));
}

/** `highest(x, n)` beside `x`: the window ends with t, so that x itself is in it. */
function isExtreme(extreme: TypedExpression, name: string, value: TypedExpression, numberOf: Numbering): boolean {
  const [of] = extreme.form === 'call' && extreme.builtin.name === name ? extreme.inputs : [];
  return of !== undefined && numberOf(of) === numberOf(value);
}
