/** The sessions of a run: days within the period on which the exchange was open and any stock has a bar. */
import { calendarNamed, sessionsOf } from '../../calendar/calendar.ts';
import { fromIsoDay, toIsoDay } from '../../market.ts';
import { type MarketRequest, UserError } from '../../ports.ts';
import { counted, listed } from '../wording.ts';

/** `days` are those with any bar in the file, ascending. Where file and calendar differ, it is told.
 * `closed`: those that are no sessions. `sessionsAfter`: of the period, after the last of the days. */
export function chooseSessions(
  days: Int32Array,
  { period, calendar: name }: Pick<MarketRequest, 'period' | 'calendar'>,
): { sessions: Int32Array; closed: Int32Array; assumptions: string[]; sessionsAfter: number } {
  const calendar = calendarNamed(name);
  const from = fromIsoDay(period.from);
  const to = fromIsoDay(period.to);
  const within = days.filter((day) => day >= from && day <= to);
  const span = `${toIsoDay(days[0]!)} to ${toIsoDay(days.at(-1)!)}`;
  if (within.length === 0) {
    throw new UserError(
      'period-outside-data',
      `there is no bar from ${period.from} to ${period.to}: the bars are from ${span}`,
    );
  }
  const first = within[0]!;
  const last = within.at(-1)!;
  if (first < calendar.firstDay || last > calendar.lastDay) {
    return {
      sessions: within,
      closed: new Int32Array(0),
      sessionsAfter: 0,
      assumptions: [`The calendar ${name} does not reach over the data; days were not checked.`],
    };
  }

  const open = new Set(sessionsOf(calendar, first, last));
  const sessions = within.filter((day) => open.has(day));
  if (sessions.length === 0) {
    throw new UserError(
      'no-sessions',
      `none of the ${counted(within.length, 'day')} with bars is a session of ${name}`,
      ['does the `calendar` of the universe fit the data?'],
    );
  }
  const closed = within.filter((day) => !open.has(day));
  const have = new Set(within);
  const silent = [...open].filter((day) => !have.has(day));
  const sessionsAfter = countSessions(calendar, Math.max(days.at(-1)! + 1, from), Math.min(to, calendar.lastDay));
  const before = countSessions(calendar, Math.max(from, calendar.firstDay), Math.min(days[0]! - 1, to));
  return {
    sessions,
    closed,
    sessionsAfter,
    assumptions: [...reach(before + sessionsAfter, span), ...differences(name, closed, silent)],
  };
}

function differences(name: string, closed: Int32Array, silent: readonly number[]): string[] {
  const told: string[] = [];
  if (closed.length > 0) {
    told.push(`Bars on ${counted(closed.length, 'day')} on which ${name} was closed are left out: ${isoList(closed)}.`);
  }
  if (silent.length > 0) {
    told.push(
      `On ${counted(silent.length, 'session')} of ${name} no stock has a bar, which leaves out ${isoList(silent)}.`,
    );
  }
  return told;
}

/** Says so when the data begin after the period's first session or end before its last. */
function reach(more: number, span: string): string[] {
  if (more === 0) return [];
  return [`The period asks for ${counted(more, 'session')} more than the data have: the bars are from ${span}.`];
}

function countSessions(calendar: ReturnType<typeof calendarNamed>, from: number, to: number): number {
  return from > to ? 0 : sessionsOf(calendar, from, to).length;
}

function isoList(days: Iterable<number>): string {
  return listed([...days].map(toIsoDay), 5);
}
