/**
 * Holidays of the New York Stock Exchange, 1990 to 2035, by its Rule 7.2: a holiday on a Sunday is kept on the Monday,
 * one on a Saturday on the Friday, unless that Friday ends an accounting period, which is why New Year's Day on a
 * Saturday is not kept. Source of the special closures: the exchange's list of market closings.
 */
import { fromIsoDay } from '../market.ts';
import { dayOf, MONDAY, nthWeekday, SATURDAY, SUNDAY, thanksgiving, weekdayOf } from './dates.ts';

export const NYSE_FIRST_YEAR = 1990;
export const NYSE_LAST_YEAR = 2035;

const MLK_SINCE = 1998;
const JUNETEENTH_SINCE = 2022;

const SPECIAL_CLOSURES = [
  '1994-04-27', // funeral of President Nixon
  '2001-09-11', // attacks on the World Trade Center
  '2001-09-12',
  '2001-09-13',
  '2001-09-14',
  '2004-06-11', // funeral of President Reagan
  '2007-01-02', // funeral of President Ford
  '2012-10-29', // Hurricane Sandy
  '2012-10-30',
  '2018-12-05', // funeral of President G. H. W. Bush
  '2025-01-09', // funeral of President Carter
];

const HOLIDAYS: ReadonlySet<number> = allHolidays();

export function isNyseHoliday(day: number): boolean {
  return HOLIDAYS.has(day);
}

function allHolidays(): Set<number> {
  const days = new Set(SPECIAL_CLOSURES.map(fromIsoDay));
  for (let year = NYSE_FIRST_YEAR; year <= NYSE_LAST_YEAR; year++) {
    for (const day of holidaysOf(year)) days.add(day);
  }
  return days;
}

function holidaysOf(year: number): number[] {
  const newYear = dayOf(year, 1, 1);
  const days = [
    weekdayOf(newYear) === SATURDAY ? newYear : observed(newYear),
    nthWeekday(year, 2, MONDAY, 3), // Washington's Birthday
    easterSunday(year) - 2, // Good Friday
    nthWeekday(year, 6, MONDAY, 1) - 7, // Memorial Day: the last Monday of May
    observed(dayOf(year, 7, 4)), // Independence Day
    nthWeekday(year, 9, MONDAY, 1), // Labor Day
    thanksgiving(year),
    observed(dayOf(year, 12, 25)), // Christmas
  ];
  if (year >= MLK_SINCE) days.push(nthWeekday(year, 1, MONDAY, 3));
  if (year >= JUNETEENTH_SINCE) days.push(observed(dayOf(year, 6, 19)));
  return days;
}

function observed(day: number): number {
  const weekday = weekdayOf(day);
  return weekday === SATURDAY ? day - 1 : weekday === SUNDAY ? day + 1 : day;
}

/** Gregorian Easter: the anonymous algorithm published in Nature, 20 April 1876 (Meeus, Astronomical Algorithms, ch. 8). */
function easterSunday(year: number): number {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const month = Math.floor((h + l - 7 * m + 114) / 31);
  const day = ((h + l - 7 * m + 114) % 31) + 1;
  return dayOf(year, month, day);
}
