/** Accounts that trade by the clock on the wall: whether somebody starts them, and whether their data are there. */
import type { Plan } from '../../compiler/plan.ts';
import { calendarNamed } from '../calendar/calendar.ts';
import { toIsoDay } from '../market.ts';
import type { Listened } from '../monitoring/silence.ts';
import { sessionsDue } from '../paper/due.ts';
import { type DataLimits, verifyFresh, verifyReached } from '../paper/freshness.ts';
import { type MarketData, marketRequest, UserError } from '../ports.ts';
import { nameOf, readStamp } from '../schedule/job.ts';
import { runTimeText } from '../schedule/runTimes.ts';
import type { Scheduler } from '../schedule/scheduler.ts';
import { schedulersWith } from '../schedule/schedulers.ts';
import { type Check, fail, ok, warn } from './check.ts';

export function silenceCheck({ account, heardAt, silentFor }: Listened): Check {
  const name = 'heartbeat';
  const heard = heardAt === null ? 'no invocation has left one' : `the last invocation ended ${heardAt}`;
  if (silentFor === null) return ok(name, `${account}: ${heard}`);
  return fail(
    name,
    `${account}: the session of ${silentFor} is due and nobody has tried to book it; ${heard}`,
    'look whether the scheduler is up: `strat schedule show`',
  );
}

/** @param found schedulers that have a job of the account */
export async function scheduleCheck(
  account: string,
  { paper }: Plan,
  found: (name: string) => Promise<readonly Scheduler[]> = schedulersWith,
): Promise<Check> {
  const job = nameOf(account);
  const [scheduler] = await found(job);
  if (scheduler === undefined) {
    return warn('schedule', `no scheduler of this user starts ${account}`, '`strat schedule install FILE`');
  }
  const resting = await scheduler.resting(job);
  if (resting !== null) return fail('schedule', `${scheduler.kind}: ${resting}`, '`strat schedule show` says more');
  const written = await scheduler.installed(job);
  const stamp = readStamp((written ?? []).map(({ text }) => text).join('\n'));
  const at = paper.at === null ? null : runTimeText(paper.at);
  if (stamp !== null && at !== null && stamp.at !== at) {
    const what = `${account} is started at ${stamp.at}, and its strategy says ${at}`;
    return warn('schedule', what, '`strat schedule install` puts it right');
  }
  return ok('schedule', `${account}: by ${scheduler.kind}${stamp === null ? '' : `, at ${stamp.at}`}`);
}

export interface DataAsked {
  readonly plan: Plan;
  readonly data: MarketData;
  readonly limits: DataLimits;
  /** Milliseconds since 1970-01-01. */
  readonly now: number;
  /** Minutes after the close at which bars are there. */
  readonly arrival: number;
}

/** More sessions before the last than any market is closed in a row. */
const DAYS_BEFORE = 10;

/** Whether the bars of the last session that is due could be decided on: by the rules that a session is held to. */
export async function dataCheck({ plan, data, limits, now, arrival }: DataAsked): Promise<Check> {
  const name = 'data';
  const calendar = calendarNamed(plan.universe.calendar);
  try {
    const day = sessionsDue(calendar, { kind: 'live', now, arrival }, null, null).days.at(-1);
    if (day === undefined) return ok(name, 'no session has closed today');
    const period = { from: toIsoDay(day - DAYS_BEFORE), to: toIsoDay(day) };
    const market = await data.load(marketRequest({ ...plan, universe: { ...plan.universe, period } }), { emit() {} });
    verifyReached(market, day);
    verifyFresh(market, market.sessions.indexOf(day), limits);
    return ok(name, `bars of ${period.to} are there`);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const advice = error.hints[0] ?? `\`strat explain ${error.code}\``;
    const grade = error.code === 'paper-data-old' ? warn : fail;
    return grade(name, error.message.replace(/; nothing was booked( of it)?$/, ''), advice);
  }
}
