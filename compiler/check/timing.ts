/** When orders are decided and filled: read before everything else, which is verified against it. */
import { AT_THE_CLOSE } from '../../stdlib/define.ts';
import type { Instant } from '../../stdlib/types.ts';
import { minutesOf } from '../expression/constant.ts';
import type { Hours } from '../expression/instants.ts';
import type { Timing } from '../expression/timing.ts';
import { MINUTES_PER_YEAR } from '../expression/units.ts';
import { invariant } from '../invariant.ts';
import type { ExpandedStrategy } from '../load/expanded.ts';
import type { ExecutionSpec } from '../plan.ts';
import { calendarFacts, DEFAULT_CALENDAR } from './calendars.ts';
import { BlockReader, type CheckContext, type SettingReader } from './settings.ts';

/** For reading the settings themselves: whatever they say are words and numbers, and no instant matters to those. */
const PROVISIONAL: Timing = {
  decision: AT_THE_CLOSE,
  fill: AT_THE_CLOSE,
  declaredAt: null,
  filledAt: null,
  hours: { session: 0, break: 0 },
};

/** Where something is not said or not right, the instants nearest to it; the checks of the block report it. */
export function readTiming(strategy: ExpandedStrategy, untimed: Omit<CheckContext, 'timing'>): Timing {
  const context = { ...untimed, timing: PROVISIONAL };
  const block = strategy.blocks.get('execution') ?? null;
  const reader = new BlockReader('execution', block, context);
  const hours = hoursOf(strategy, context);
  const decide = reader.find('decide at');
  const at = decide?.words('instant') === 'open' ? 'open' : 'close';
  const delay = decide === null ? 0 : readDelay(decide, at, hours);
  const decision = { at, shift: 0, delay } as const;
  const filling = reader.find('fill at');
  const fillAt = filling?.words('instant') ?? null;
  return {
    decision,
    fill: isFill(fillAt) ? fillInstant(fillAt) : decision,
    declaredAt: decide?.span ?? block?.span ?? null,
    filledAt: filling?.span ?? null,
    hours,
  };
}

export function isFill(words: string | null): words is ExecutionSpec['fillAt'] {
  return words !== null && (FILLS as readonly string[]).includes(words);
}

const FILLS: readonly ExecutionSpec['fillAt'][] = ['open', 'close', 'vwap', 'next open', 'next close', 'next vwap'];

/** When all of it is done: an average over a session is known at its close. */
export function fillInstant(fillAt: ExecutionSpec['fillAt']): Instant {
  return { at: fillAt.endsWith('open') ? 'open' : 'close', shift: fillAt.startsWith('next ') ? 1 : 0, delay: 0 };
}

/** When the first of it may be done. */
export function beginningOf(fillAt: ExecutionSpec['fillAt']): Instant {
  const done = fillInstant(fillAt);
  return fillAt.endsWith('vwap') ? { ...done, at: 'open' } : done;
}

function hoursOf(strategy: ExpandedStrategy, context: CheckContext): Hours {
  const universe = new BlockReader('universe', strategy.blocks.get('universe') ?? null, context);
  const name = universe.find('calendar')?.text('calendar', 'universe.calendar') ?? DEFAULT_CALENDAR;
  const facts = calendarFacts(name) ?? calendarFacts(DEFAULT_CALENDAR);
  invariant(facts, `the calendar ${DEFAULT_CALENDAR} is not in the table`);
  return facts.hours;
}

/** Whole minutes; so few that the next open or close is still to come. */
function readDelay(decide: SettingReader, at: Instant['at'], hours: Hours): number {
  if (decide.slot('delay') === null) return 0;
  const toNext = at === 'open' || hours.break === 0 ? hours.session : hours.break;
  const [min, max] = [1 / MINUTES_PER_YEAR, (toNext - 1) / MINUTES_PER_YEAR];
  const what = `the delay after the ${at}`;
  const years = decide.number('delay', 'execution.delay', { role: 'minutes', min, max, what });
  return years === null ? 0 : minutesOf(years);
}
