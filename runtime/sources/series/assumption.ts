/** What a reader of the report must know about a series: how it is dated, and how long its last value is carried. */
import type { SeriesConfig } from '../../../configs/schema.ts';
import { type ExternalSeries, toIsoDay } from '../../market.ts';
import { counted } from '../wording.ts';
import type { Observation } from './known.ts';

export function assumptionOf(
  name: string,
  { published, columns }: SeriesConfig,
  { values }: ExternalSeries,
  rows: readonly Observation[],
  sessions: Int32Array,
): string {
  const dated = `${name} counts as published ${ruleText(published, columns.published)}`;
  const first = values.findIndex((value) => !Number.isNaN(value));
  if (first < 0) return `${dated}; nothing of it is known in the period, and it is missing throughout.`;
  const missing = first === 0 ? '' : ` and is missing before ${toIsoDay(sessions[first]!)}`;
  const last = rows.reduce((latest, { day }) => Math.max(latest, day), -Infinity);
  const after = sessions.filter((session) => session > last).length;
  const carried =
    after === 0 ? '' : ` Its last value, of ${toIsoDay(last)}, is carried over ${counted(after, 'session')}.`;
  return `${dated}${missing}; between two values the earlier is carried.${carried}`;
}

function ruleText(rule: SeriesConfig['published'], column: string | null): string {
  if (rule === null) return `on the day in the column \`${column}\``;
  if (rule.by === 'days') return `${counted(rule.days, 'day')} after the day it is dated`;
  if (rule.at === 'open') return 'at the open of the session after its own';
  if (rule.shift > 0) return `at the close ${counted(rule.shift, 'session')} after its own`;
  return rule.delay > 0 ? `${rule.delay} min after the close of its day` : 'at the close of its day';
}
