/**
 * When the sessions of the New York Stock Exchange open and close, 1990 to 2035: 9:30 to 16:00, but for early closes by
 * rule and for the days listed here. Sources: the exchange's list of special closings, 1885 to 2011, and the
 * holiday calendars that it has published every year since. Days of the future follow the rules of today.
 *
 * An interruption within a session, or a start delayed by minutes of silence, is left out: opens and closes stay what
 * they are.
 */
import { fromIsoDay } from '../market.ts';
import { dayOf, FRIDAY, MONDAY, THURSDAY, thanksgiving, WEDNESDAY, weekdayOf } from './dates.ts';
import { NYSE_FIRST_YEAR, NYSE_LAST_YEAR } from './nyse.ts';

/** In minutes after midnight, where the exchange is. */
export interface SessionHours {
  readonly open: number;
  readonly close: number;
}

export const NYSE_TIME_ZONE = 'America/New_York';

const REGULAR: SessionHours = { open: at(9, 30), close: at(16) };

/** Until 1992 an early close was at 14:00. */
const EARLY_AT_ONE_SINCE = 1993;
const THANKSGIVING_FRIDAY_SINCE = 1992;
const JULY_SINCE = 1995;
/** From 2013 on it is July 3rd that is short when July 4th is a Thursday, and no more the Friday after. */
const JULY_WEDNESDAY_SINCE = 2013;

const SPECIAL: Readonly<Record<string, Partial<SessionHours>>> = {
  '1990-12-27': { open: at(11) }, // explosion of a transformer
  '1994-02-11': { close: at(14, 30) }, // snow
  '1995-12-18': { open: at(10, 30) }, // computers
  '1996-01-08': { open: at(11), close: at(14) }, // snow
  '1997-10-27': { close: at(15, 30) }, // circuit breakers
  '1997-12-26': { close: at(13) },
  '1999-12-31': { close: at(13) }, // the year 2000
  '2002-09-11': { open: at(12) }, // first anniversary of the attacks
  '2003-12-26': { close: at(13) },
  '2005-06-01': { close: at(15, 56) }, // communications
};

const EXCEPTIONS: ReadonlyMap<number, SessionHours> = allExceptions();

/** Of a session; of another day it means nothing. */
export function nyseHours(day: number): SessionHours {
  return EXCEPTIONS.get(day) ?? REGULAR;
}

function allExceptions(): Map<number, SessionHours> {
  const hours = new Map<number, SessionHours>();
  for (let year = NYSE_FIRST_YEAR; year <= NYSE_LAST_YEAR; year++) {
    const close = year < EARLY_AT_ONE_SINCE ? at(14) : at(13);
    for (const day of earlyClosesOf(year)) hours.set(day, { ...REGULAR, close });
  }
  for (const [day, special] of Object.entries(SPECIAL)) hours.set(fromIsoDay(day), { ...REGULAR, ...special });
  return hours;
}

/** By rule. Where the eve of a holiday is a Friday it is the holiday itself, kept a day early. */
function earlyClosesOf(year: number): number[] {
  const days: number[] = [];
  const christmasEve = dayOf(year, 12, 24);
  if (isMondayToThursday(christmasEve)) days.push(christmasEve);
  if (year >= THANKSGIVING_FRIDAY_SINCE) days.push(thanksgiving(year) + 1);
  if (year >= JULY_SINCE) days.push(...besideIndependenceDay(year));
  return days;
}

function besideIndependenceDay(year: number): number[] {
  const third = dayOf(year, 7, 3);
  if (!isMondayToThursday(third)) return [];
  const isFridayShort = weekdayOf(third) === WEDNESDAY && year < JULY_WEDNESDAY_SINCE;
  return [isFridayShort ? third + (FRIDAY - WEDNESDAY) : third];
}

function isMondayToThursday(day: number): boolean {
  const weekday = weekdayOf(day);
  return weekday >= MONDAY && weekday <= THURSDAY;
}

function at(hour: number, minute = 0): number {
  return 60 * hour + minute;
}
