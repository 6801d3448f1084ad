/** The next runs for people: on the clock of the strategy, of this machine and of the world, and what each finds due. */
import { weekdayOf } from '../calendar/dates.ts';
import { wallTimeAt } from '../calendar/zone.ts';
import { toIsoDay } from '../market.ts';
import { type PlannedRun, type PlannedSession, plannedRuns, type Timetable } from './plannedRuns.ts';
import { clockText } from './runTimes.ts';

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const SATURDAY = 6;

/** So many runs that find a session due, and the weekdays between them that have none. @param zone of this machine */
export function timetableLines(timetable: Timetable, zone: string, now: number, count = 5): readonly string[] {
  const zones = [...new Set([timetable.at.zone, zone, 'UTC'])];
  const shown: PlannedRun[] = [];
  let sessions = 0;
  for (const run of plannedRuns(timetable, now)) {
    if (run.sessions.length === 0 && isWeekend(run, timetable)) continue;
    shown.push(run);
    if (run.sessions.length > 0) sessions++;
    if (sessions === count) break;
  }
  const rows = [zones, ...shown.map(({ instant }) => zones.map((each) => dateText(each, instant)))];
  const widths = zones.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const remarks = ['', ...shown.map(remark)];
  return rows.map((row, at) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column]!)).join('   ')}   ${remarks[at]}`.trimEnd(),
  );
}

function isWeekend({ instant }: PlannedRun, { at }: Timetable): boolean {
  return weekdayOf(wallTimeAt(at.zone, instant).day) % SATURDAY === 0;
}

/** `Mon 2026-11-23 16:15`. */
function dateText(zone: string, instant: number): string {
  const { day, minutes } = wallTimeAt(zone, instant);
  return `${WEEKDAYS[weekdayOf(day)]} ${toIsoDay(day)} ${clockText(minutes)}`;
}

function remark({ sessions }: PlannedRun): string {
  if (sessions.length === 0) return 'no session: nothing is done';
  return sessions.map(sessionText).join(', ');
}

function sessionText({ day, earlyClose }: PlannedSession): string {
  return `session of ${toIsoDay(day)}${earlyClose === null ? '' : `, which closes early, at ${clockText(earlyClose)}`}`;
}
