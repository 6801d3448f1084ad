/** The paper account runs between the decision and the fill, on short days and in every week of the year as well. */
import { calendarFacts, type ExchangeClock } from '../check/calendars.ts';
import type { CheckedStrategy } from '../check/checked.ts';
import { beginningOf } from '../check/timing.ts';
import type { ExecutionSpec, PaperSpec } from '../plan.ts';
import { type LintContext, spanOf } from './context.ts';

const DAY = 24 * 60;

export function verifyPaperTime({ universe, execution, paper }: CheckedStrategy, context: LintContext): void {
  const clock = calendarFacts(universe.calendar)?.clock ?? null;
  if (clock === null || paper.at === null) return;
  const window = windowOf(execution, clock);
  if (
    runsOf(paper.at, clock.zone).every((run) => minutesAfter(window.from, run) < minutesAfter(window.from, window.to))
  )
    return;
  context.diagnostics.report(
    'paper-out-of-time',
    spanOf('paper', 'at', context),
    { ...window, zone: clock.zone, isEarly: window.to === clock.earlyClose },
    { block: 'paper' },
  );
}

interface Window {
  /** Minutes after midnight at the exchange; the first belongs to it, the last does not. */
  readonly from: number;
  readonly to: number;
}

/** From the decision, as late as it can be, to the fill, as early as it can be. */
function windowOf(
  { decideAt, delay, fillAt }: Pick<ExecutionSpec, 'decideAt' | 'delay' | 'fillAt'>,
  { open, close, earlyClose }: ExchangeClock,
): Window {
  const fill = beginningOf(fillAt);
  const isAtOnce = fill.shift === 0 && fill.at === decideAt;
  // Who fills at the very price of the decision comes too late anyway, and has said so; the session ends it.
  const end = isAtOnce ? (decideAt === 'open' ? 'close' : 'open') : fill.at;
  return { from: (decideAt === 'open' ? open : close) + delay, to: end === 'open' ? open : earlyClose };
}

function minutesAfter(from: number, minute: number): number {
  return (((minute - from) % DAY) + DAY) % DAY;
}

/** Minutes after midnight at the exchange: more than one where summer time begins on other days. */
function runsOf({ hour, minute, zone }: NonNullable<PaperSpec['at']>, exchange: string): number[] {
  const run = 60 * hour + minute;
  if (zone === exchange) return [run];
  const [there, here] = [offsetsOf(zone), offsetsOf(exchange)];
  return [...new Set(there.map((offset, week) => minutesAfter(0, run - offset + here[week]!)))];
}

/** A year like any other: the rules of summer time are the same in all. */
const WEEKS = Array.from({ length: 52 }, (_, week) => Date.UTC(2024, 0, 3 + 7 * week, 12));

/** By week, minutes that the zone is ahead of Greenwich. */
function offsetsOf(zone: string): number[] {
  const fields = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const;
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, hourCycle: 'h23', ...fields });
  return WEEKS.map((instant) => {
    const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
    const part = (name: keyof typeof fields) => parts.get(name)!;
    const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
    return (local - instant) / 60_000;
  });
}
