/** What the kinds of split that make folds have in common. */
import type { DateRange } from '../../plan.ts';
import { readDates } from '../dates.ts';
import type { BlockReader, SettingReader } from '../settings.ts';

/** Each is a model to train; more are a slip. */
export const MOST_FOLDS = 1000;

/** The days that folds are made of: those said, or all of the universe's period. */
export function readOver(reader: BlockReader, period: DateRange | null): DateRange | null {
  const path = 'split.over';
  const setting = reader.find('over');
  if (setting === null) return period && reader.byDefault(path, period);
  const over = readDates(setting, 'window', path, reader.context.diagnostics);
  if (over !== null && period !== null) verifyInside('over', setting, over, period, reader);
  return over;
}

export function verifyInside(
  window: string,
  setting: SettingReader,
  dates: DateRange,
  period: DateRange,
  { context: { diagnostics, origins } }: BlockReader,
): void {
  if (period.from <= dates.from && dates.to <= period.to) return;
  const said = origins.get('universe.period')?.span;
  const related = said ? [{ span: said, message: 'the period' }] : [];
  diagnostics.report('outside-period', setting.spanOf('window'), { window, ...period }, { related });
}

/** Dates where a kind of split wants to know how long, or how many. */
export function reportNoLength(setting: SettingReader, example: string, kind: string, { context }: BlockReader): null {
  const facts = { window: setting.key, kind, example };
  return context.diagnostics.report('window-not-length', setting.spanOf('window'), facts);
}

export function reportTooMany(reader: BlockReader, key: string): null {
  const span = reader.find(key)?.span ?? reader.block!.span;
  return reader.context.diagnostics.report('too-many-folds', span, { most: MOST_FOLDS });
}
