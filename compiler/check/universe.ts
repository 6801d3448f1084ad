import type { ExpandedBlock } from '../load/expanded.ts';
import { nearest } from '../nearest.ts';
import { CALENDARS, calendarFacts, DEFAULT_CALENDAR } from './calendars.ts';
import type { CheckedUniverse } from './checked.ts';
import { readDates } from './dates.ts';
import { readMembers } from './members.ts';
import { BlockReader, type CheckContext, type SettingReader } from './settings.ts';

const CONDITION = {
  what: 'this condition',
  block: 'universe',
  scopes: ['market'],
  kinds: ['mask', 'condition'],
  expected: 'a yes or no per stock and session',
  hint: 'compare it with something: `require raw_close >= 5 USD`',
} as const;

export function checkUniverse(block: ExpandedBlock | null, context: CheckContext): CheckedUniverse | null {
  const reader = new BlockReader('universe', block, context);
  const checked = checkMembers(reader);
  const benchmark = reader.find('benchmark')?.text('ticker', 'universe.benchmark') ?? null;
  const calendar = checkCalendar(reader);
  const periodSetting = reader.require('period');
  const period = periodSetting && readDates(periodSetting, 'period', 'universe.period', context.diagnostics);
  const require = reader
    .all('require')
    .map((setting, index) => setting.value('condition', CONDITION, `universe.require.${index}`));
  if (checked === null || calendar === null || period === null) return null;
  return { ...checked, benchmark, ...calendar, period, require: require.filter((condition) => condition !== null) };
}

function checkMembers(reader: BlockReader) {
  const setting = reader.require('members');
  const expression = setting?.expression('members') ?? null;
  if (setting === null || expression === null) return null;
  const checked = readMembers(expression, setting.place.home, reader.context);
  if (checked === null) return null;
  const isList = checked.members.source === 'list';
  // Of a list that could not be read to its end, neither its length nor its place is known.
  if (isList && setting.broken) return null;
  setting.said('universe.members');
  const isAsOf = setting.slot('when') !== null || setting.broken; // `as` may be the beginning of it
  if (isList || !isAsOf) {
    const span = setting.spanOf('members');
    reader.context.diagnostics.report('members-not-point-in-time', span, { list: isList }, { block: 'universe' });
  }
  return checked;
}

function checkCalendar(reader: BlockReader): { calendar: string; sessionsPerYear: number } | null {
  const setting = reader.find('calendar');
  const calendar =
    setting === null
      ? reader.byDefault('universe.calendar', DEFAULT_CALENDAR)
      : setting.text('calendar', 'universe.calendar');
  if (calendar === null) return null;
  const facts = calendarFacts(calendar);
  if (facts !== null) return { calendar, sessionsPerYear: facts.sessionsPerYear };
  return reportUnknown(calendar, setting, reader.context);
}

function reportUnknown(name: string, setting: SettingReader | null, { diagnostics }: CheckContext): null {
  if (setting === null) return null;
  const calendars = Object.keys(CALENDARS);
  const known = calendars.map(
    (calendar) => `\`${calendar}\` (${CALENDARS[calendar]?.sessionsPerYear} sessions a year)`,
  );
  const facts = { name, known, nearest: name === 'NYSE' ? 'XNYS' : nearest(name, calendars) };
  return diagnostics.report('unknown-calendar', setting.spanOf('calendar'), facts);
}
