/** Dates and ranges of dates, as days that exist, in order. */
import type { DateLiteral } from '../../grammar/tree.ts';
import type { Diagnostics } from '../diagnostics.ts';
import type { DateRange } from '../plan.ts';
import type { SettingReader } from './settings.ts';

export function readDates(
  setting: SettingReader,
  slot: string,
  path: string,
  diagnostics: Diagnostics,
): DateRange | null {
  const range = setting.range(slot);
  if (range?.from.kind !== 'date' || range.to.kind !== 'date') return null;
  const ends = [range.from, range.to].map((date) => verifyDay(date, diagnostics));
  if (ends.includes(false)) return null;
  const [from, to] = [range.from.iso, range.to.iso];
  if (from > to) return diagnostics.report('reversed-range', range.span, { from, to });
  setting.said(path);
  return { from, to };
}

function verifyDay({ iso, span }: DateLiteral, diagnostics: Diagnostics): boolean {
  // Not written as a date at all: the parser has said so.
  if (!/^\d{4}-\d{2}-\d{2}$/.test(iso)) return false;
  const [year = 0, month = 0, day = 0] = iso.split('-').map(Number);
  const lastDay = month >= 1 && month <= 12 ? daysIn(year, month) : null;
  if (lastDay !== null && day >= 1 && day <= lastDay) return true;
  diagnostics.report('invalid-date', span, { text: iso, lastDay });
  return false;
}

/** Gregorian; month from 1. */
function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
