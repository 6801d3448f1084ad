/** When the book is rebuilt. */
import { checkExpression } from '../../expression/check.ts';
import { unwrap } from '../../expression/context.ts';
import { fitSlot } from '../../expression/slot.ts';
import { inPercent, reportUnitMissing } from '../../expression/unitMissing.ts';
import { isBare } from '../../expression/units.ts';
import { type Schedule, WEEKDAYS } from '../../planPortfolio.ts';
import type { BlockReader } from '../settings.ts';

export function checkSchedule(reader: BlockReader, portfolio: string, calendar: string): Schedule {
  const setting = reader.find('rebalance');
  const path = `${portfolio}.rebalance`;
  if (setting === null) return reader.byDefault(path, 'every session');
  const { diagnostics } = reader.context;
  const schedule = setting.words('schedule', path);
  const day = setting.words('day');
  if (schedule === 'weekly') {
    const weekday = WEEKDAYS.find((each) => each === day) ?? 'Monday';
    // Moved to the next session every time, it would be a Monday under another name.
    if ((weekday === 'Saturday' || weekday === 'Sunday') && calendar !== 'always') {
      diagnostics.report('no-session-on-weekday', setting.spanOf('day'), { weekday, calendar });
    }
    return `weekly on ${weekday}`;
  }
  const other = schedule === 'monthly' ? schedule : 'every session';
  if (day !== null) diagnostics.report('weekday-of-no-week', setting.spanOf('day'), { schedule: other, day });
  return other;
}

const DRIFT = {
  what: 'the condition of a rebalance',
  block: 'portfolio',
  scopes: ['rebalance'],
  kinds: ['condition'],
  expected: 'a comparison of `drift` with a number',
  hint: 'write `rebalance when drift > 5%`',
} as const;

/** `drift > 5%`, and nothing else: what a rebalance would trade is the one figure there is of it. */
export function checkDrift(reader: BlockReader, path: string): number | null {
  const setting = reader.find('rebalance when');
  if (setting === null) return reader.byDefault(`${path}.drift`, null);
  const { context } = reader;
  const written = setting.expression('condition');
  if (written === null || written.kind === 'missing') return null;
  const checked = checkExpression(written, setting.place, context);
  if (setting.broken) return null;
  const value = fitSlot(checked, DRIFT, context, setting.includedBy);
  if (value === null) return null;
  const condition = unwrap(written);
  const [left, right] = value.form === 'call' ? value.inputs : [];
  const isComparison = condition.kind === 'binary' && condition.operator === '>';
  if (!isComparison || left?.form !== 'field' || right?.form !== 'constant') {
    return context.diagnostics.report('rebalance-not-drift', written.span, {});
  }
  if (isBare(right.unit) && right.value !== 0) {
    return reportUnitMissing(right, 'a limit of `drift`', inPercent, context);
  }
  if (right.value < 0) return context.diagnostics.report('rebalance-not-drift', right.span, {});
  setting.said(`${path}.drift`, right.setBy);
  return right.value;
}
