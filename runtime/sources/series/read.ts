/** Reads the series a request names, one after the other. Loaded with DuckDB, when there is something to read. */
import type { ExternalSeries } from '../../market.ts';
import { Duck } from '../files/duck.ts';
import { type Asked, type SeriesSettings, settingOf } from './asked.ts';
import { assumptionOf } from './assumption.ts';
import { onSessions, publishedBy } from './known.ts';
import { readRows } from './rows.ts';

/** @param asOf nothing published after the close of this day is used; null: whatever the files hold. */
export async function readSeries(
  asked: Asked,
  { baseFolder, dateFormat }: SeriesSettings,
  sessions: Int32Array,
  asOf: number | null,
): Promise<{ external: Record<string, ExternalSeries>; assumptions: string[] }> {
  const external: Record<string, ExternalSeries> = {};
  const assumptions: string[] = [];
  const duck = await Duck.open();
  try {
    for (const [name, config] of asked) {
      const rows = await readRows(duck, config, baseFolder, dateFormat, settingOf(name));
      const told = asOf === null ? rows : rows.filter((row) => publishedBy(row, config.published, sessions, asOf));
      const series = onSessions(told, config.published, sessions);
      external[name] = series;
      assumptions.push(assumptionOf(name, config, series, told, sessions));
    }
  } finally {
    duck.close();
  }
  return { external, assumptions };
}
