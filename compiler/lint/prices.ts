/**
 * `close >= 5 USD`: a level of an adjusted price is no price anybody paid, and one of `volume` no number of shares that was
 * traded. Ratios of them are fine.
 */
import type { BlockType } from '../../grammar/tree.ts';
import type { CheckedStrategy } from '../check/checked.ts';
import { textOf } from '../expression/context.ts';
import { folding } from '../expression/fold.ts';
import { findPart } from '../expression/slot.ts';
import type { TypedExpression } from '../expression/typed.ts';
import { isMoney, isPrice, isRatio, isShares } from '../expression/units.ts';
import { isComparison } from './comparisons.ts';
import type { LintContext } from './context.ts';

const ADJUSTED: ReadonlySet<string> = new Set(['open', 'high', 'low', 'close', 'volume', 'benchmark_close']);
const SUMS: ReadonlySet<string> = new Set(['add', 'subtract', 'negate']);

export function verifyPrices({ universe, portfolios }: CheckedStrategy, context: LintContext): void {
  for (const condition of universe.require) verifyCondition(condition, 'universe', context);
  const ofBook = portfolios.flatMap(({ long, short, hold }) => [long?.filter, short?.filter, hold]);
  for (const condition of ofBook) if (condition) verifyCondition(condition, 'portfolio', context);
}

function verifyCondition(condition: TypedExpression, block: BlockType, { diagnostics, sources }: LintContext): void {
  const found = findPart(condition, comparesLevel);
  if (found === null) return;
  const { part, via } = found;
  const price = findPart(part, isAdjusted)?.part;
  const field = price?.form === 'field' ? price.field.name : 'close';
  const facts = {
    field,
    ofShares: field === 'volume' && !comparesUsd(part),
    instead: asTraded(textOf(part.span, sources), field, part),
  };
  const declaredAt = via?.reference?.declaredAt;
  const related = declaredAt === undefined ? [] : [{ span: declaredAt, message: 'compared here' }];
  diagnostics.report('adjusted-price-filter', (via ?? part).span, facts, { related, block });
}

/** A comparison in which, whatever side they stand on, an adjusted level meets an amount of USD, or of shares. */
function comparesLevel(part: TypedExpression): boolean {
  if (part.form !== 'call' || !isComparison(part)) return false;
  const sides = part.inputs.map(folding(amountsIn));
  return sides.some(({ hasAmount }) => hasAmount) && sides.some(({ hasLevel }) => hasLevel);
}

interface Amounts {
  /** An amount of USD or of shares stands in it by itself or as part of a sum. */
  readonly hasAmount: boolean;
  /** So does something that carries an adjusted level. */
  readonly hasLevel: boolean;
  readonly carriesLevel: boolean;
}

function amountsIn(value: TypedExpression, inputs: readonly Amounts[]): Amounts {
  const carriesLevel = isAdjusted(value) || (!isRatio(value.unit) && carriesOn(value, inputs));
  if (!isAmount(value)) return { hasAmount: false, hasLevel: false, carriesLevel };
  const isSum = value.form === 'call' && SUMS.has(value.builtin.name);
  return {
    hasAmount: isSum ? inputs.some(({ hasAmount }) => hasAmount) : value.form === 'constant' && value.value !== 0,
    hasLevel: isSum ? inputs.some(({ hasLevel }) => hasLevel) : carriesLevel,
    carriesLevel,
  };
}

function isAmount({ unit }: TypedExpression): boolean {
  return isPrice(unit) || isMoney(unit) || isShares(unit);
}

/** Where the unit cancels, so does the adjustment, and of one level divided by another nothing is left. */
function carriesOn(value: TypedExpression, inputs: readonly Amounts[]): boolean {
  const carrying = inputs.filter((input) => input.carriesLevel).length;
  return value.form === 'call' && value.builtin.name === 'divide' ? carrying === 1 : carrying > 0;
}

function isAdjusted(value: TypedExpression): boolean {
  return value.form === 'field' && ADJUSTED.has(value.field.name);
}

/** The comparison on what was traded, or the field to use where it takes more than another name. */
function asTraded(text: string, field: string, comparison: TypedExpression): string {
  const inUsd = comparesUsd(comparison);
  if (field === 'volume' && !inUsd) return 'dollar_volume';
  const traded = inUsd
    ? text.replaceAll(/\bclose \* volume\b|\bvolume \* close\b/g, 'dollar_volume')
    : text.replaceAll(/\bclose\b/g, 'raw_close');
  if (traded !== text && (inUsd || field === 'close')) return traded;
  return inUsd ? 'dollar_volume' : 'raw_close';
}

function comparesUsd(comparison: TypedExpression): boolean {
  return comparison.form === 'call' && comparison.inputs.some(({ unit }) => isMoney(unit));
}
