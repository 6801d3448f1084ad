/** Which session an account waits for. */
import type { Plan } from '../../../compiler/plan.ts';
import { calendarNamed } from '../../calendar/calendar.ts';
import { fromIsoDay } from '../../market.ts';
import { nextRunAfter } from '../../schedule/runTimes.ts';
import { nextDue } from '../due.ts';
import type { LastSession } from './lastSession.ts';

export interface NextSession {
  readonly day: string;
  /** ISO instant at which it is to be booked: the first time after its close that the strategy says, or else the close. */
  readonly at: string;
}

/** Null: it has booked none, was replayed, and waits for nobody's clock; or the calendar does not go so far. */
export function nextSession({ universe, paper }: Plan, last: LastSession | null): NextSession | null {
  if (last === null || last.clock === 'replay') return null;
  const due = nextDue(calendarNamed(universe.calendar), 0, fromIsoDay(last.day));
  if (due === null) return null;
  const close = due.at.getTime();
  // `at` may be the minute of the close itself.
  const at = paper.at === null ? close : nextRunAfter(paper.at, close - 1);
  return { day: due.day, at: new Date(at).toISOString() };
}
