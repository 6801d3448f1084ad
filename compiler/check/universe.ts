import { nearest } from '../../configs/nearest.ts';
import type { Expression } from '../../grammar/tree.ts';
import { applyBuiltin } from '../expression/apply.ts';
import { checkExpression } from '../expression/check.ts';
import { required } from '../expression/operators.ts';
import { fitSlot } from '../expression/slot.ts';
import type { Checked, TypedExpression } from '../expression/typed.ts';
import type { ExpandedBlock } from '../load/expanded.ts';
import { partsOf } from '../planUniverse.ts';
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

function checkMembers(reader: BlockReader): Pick<CheckedUniverse, 'members' | 'top' | 'fewest'> | null {
  const setting = reader.require('members');
  const expression = setting?.expression('members') ?? null;
  if (setting === null || expression === null) return null;
  const checked = readMembers(expression, setting.place.home, reader.context);
  const top = checkTop(setting, reader);
  if (checked === null || top === undefined) return null;
  const isList = partsOf(checked.members).every(({ source }) => source === 'list');
  // Of a list that could not be read to its end, neither its length nor its place is known.
  if (isList && setting.broken) return null;
  setting.said('universe.members');
  const isAsOf = setting.slot('when') !== null || setting.broken; // `as` may be the beginning of it
  if (isList || !isAsOf) {
    const span = setting.spanOf('members');
    reader.context.diagnostics.report('members-not-point-in-time', span, { list: isList }, { block: 'universe' });
  }
  const fewest = top === null ? checked.fewest : Math.min(top.count, checked.fewest ?? top.count);
  return { members: checked.members, top, fewest };
}

const RANKED = {
  what: 'what members are ranked by',
  block: 'universe',
  scopes: ['market'],
  kinds: ['panel'],
  expected: 'one number per stock and session',
  hint: 'such as `mean(dollar_volume, 60d)`',
} as const;

/** Null: all members; undefined: something in it is wrong. */
function checkTop(setting: SettingReader, reader: BlockReader): CheckedUniverse['top'] | undefined {
  const said = setting.expression('score');
  if (said === null) return reader.byDefault('universe.top', null);
  const count = setting.number('count', 'universe.top.count', { what: '`top`', role: 'count', min: 1 });
  const by = checkRanking(said, setting);
  const keep =
    setting.slot('keep') === null
      ? reader.byDefault('universe.top.keep', count)
      : setting.number('keep', 'universe.top.keep', { what: '`keep to`', role: 'count', min: count ?? 1 });
  return count === null || keep === null || by === null ? undefined : { count, keep, by };
}

function checkRanking(said: Expression, setting: SettingReader): Checked {
  const { place, context, includedBy } = setting;
  const value = checkExpression(said, place, context);
  if (value === null || setting.broken) return null;
  const standing = value.kind === 'panel' ? asOfTheSessionBefore(value, context) : value;
  const by = fitSlot(standing, RANKED, context, includedBy);
  if (by !== null) setting.said('universe.top.by');
  return by;
}

/** Who belongs on a session is decided before it opens. */
function asOfTheSessionBefore(value: TypedExpression, context: CheckContext): Checked {
  return applyBuiltin({ builtin: required('lag'), inputs: [value], constants: [1], span: value.span }, context);
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
