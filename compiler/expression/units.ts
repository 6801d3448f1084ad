/** Units as vectors of whole powers: reading literals, comparing, and naming them in a reader's words. */
import type { NumberLiteral } from '../../grammar/tree.ts';
import type { Unit } from '../../stdlib/types.ts';
import {
  BARE,
  describeUnit as describeDimensions,
  isDimensionless,
  PRICE,
  RATIO,
  SESSIONS,
  SHARES,
  sameUnit,
  USD,
} from '../../stdlib/units.ts';

export { BARE, PRICE, RATIO, SESSIONS, sameUnit, USD } from '../../stdlib/units.ts';
export const YEARS: Unit = { ...RATIO, year: 1 };
export const PER_YEAR: Unit = { ...RATIO, year: -1 };

export const isRatio = (unit: Unit): boolean => isDimensionless(unit);
export const isBare = (unit: Unit): boolean => unit.bare === true && isRatio(unit);
export const isPrice = (unit: Unit): boolean => sameUnit(unit, PRICE);
export const isMoney = (unit: Unit): boolean => sameUnit(unit, USD);
export const isShares = (unit: Unit): boolean => sameUnit(unit, SHARES);

/** Julian years, of 365.25 days. */
export const MINUTES_PER_YEAR = 365.25 * 24 * 60;
const YEARS_PER: Record<'min' | 'w' | 'm' | 'y', number> = {
  min: 1 / MINUTES_PER_YEAR,
  w: 7 / 365.25,
  m: 1 / 12,
  y: 1,
};

/** What a literal means: its value in base units (calendar time in years) and its unit. */
export function measure(literal: NumberLiteral): { readonly value: number; readonly unit: Unit } {
  const { value, unit } = withoutRate(literal);
  switch (literal.per) {
    case null:
      return { value, unit };
    case 'year':
      return { value, unit: rate(unit, 'year') };
    case 'month':
      return { value: value * 12, unit: rate(unit, 'year') };
    case 'session':
    case 'day':
      return { value, unit: rate(unit, 'session') };
    case 'share':
      return { value, unit: rate(unit, 'share') };
  }
}

function withoutRate({ value, unit }: NumberLiteral): { value: number; unit: Unit } {
  switch (unit) {
    case null:
      return { value, unit: BARE };
    case '%':
    case 'bps':
      return { value, unit: RATIO };
    case 'USD':
      return { value, unit: USD };
    case 'shares':
      return { value, unit: SHARES };
    case 'd':
      return { value, unit: SESSIONS };
    case 'min':
    case 'w':
    case 'm':
    case 'y':
      return { value: value * YEARS_PER[unit], unit: YEARS };
  }
}

function rate({ bare: _, ...unit }: Unit, per: 'year' | 'session' | 'share'): Unit {
  return { ...unit, [per]: unit[per] - 1 };
}

/** `USD/share`, `a ratio`, `a plain number`, `a ratio per year`, … */
export function describeUnit(unit: Unit): string {
  if (isRatio(unit)) return unit.bare ? 'a plain number' : 'a ratio';
  if (sameUnit(unit, PER_YEAR)) return 'a ratio per year';
  if (sameUnit(unit, YEARS)) return 'a stretch of calendar time';
  if (sameUnit(unit, SESSIONS)) return 'a number of sessions';
  if (isMoney(unit)) return 'an amount of USD';
  return `in ${describeDimensions(unit)}`;
}
