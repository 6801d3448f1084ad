/** The series a strategy reads, as the config describes them. */
import type { SeriesConfig } from '../../../configs/schema.ts';
import { type MarketRequest, UserError } from '../../ports.ts';
import { nearest } from '../wording.ts';

export interface SeriesSettings {
  /** By the name strategies use. */
  readonly series: Readonly<Record<string, SeriesConfig>>;
  readonly dateFormat: string | null;
  readonly baseFolder: string;
}

export type Asked = readonly (readonly [name: string, config: SeriesConfig])[];

export function chooseSeries({ series }: SeriesSettings, { series: names }: MarketRequest): Asked {
  return names.map((name) => {
    if (Object.hasOwn(series, name)) return [name, series[name]!] as const;
    const known = Object.keys(series);
    const near = nearest(name, known)[0];
    throw new UserError('no-such-series', `the strategy reads the series ${name}, which is not under \`data.series\``, [
      near ? `did you mean ${near}?` : known.length > 0 ? `configured are: ${known.join(', ')}` : ADDED,
    ]);
  });
}

const ADDED = 'say where it is and when it is published: `series: { VIX: { path: vix.csv, published: at close } }`';

export function settingOf(name: string): string {
  return `data.series.${name}`;
}
