/** The market data a config names. What a source needs to work is loaded when it is opened, not before. */
import { policyOf } from '../../configs/quality.ts';
import type { DataConfig, SeriesConfig } from '../../configs/schema.ts';
import type { MarketData } from '../ports.ts';

/** The source of bars, and what is read beside it. */
export type SourceConfig = DataConfig & {
  readonly series?: Readonly<Record<string, SeriesConfig>>;
  readonly date_format?: string | null;
};

/** Relative paths of the config start at `baseFolder`. */
export async function openSource({ series = {}, ...data }: SourceConfig, baseFolder: string): Promise<MarketData> {
  const market = await openBars(data, baseFolder);
  const { withSeries } = await import('./series/source.ts');
  const judged = data.source === 'synthetic' ? {} : { judged: JSON.stringify(policyOf(data.quality)) };
  return withSeries({ ...market, ...judged }, { series, dateFormat: data.date_format ?? null, baseFolder });
}

async function openBars(data: DataConfig, baseFolder: string): Promise<MarketData> {
  switch (data.source) {
    case 'synthetic': {
      const { openSynthetic } = await import('./synthetic/source.ts');
      return openSynthetic(data);
    }
    case 'parquet':
    case 'csv': {
      const { openFiles } = await import('./files/source.ts');
      return openFiles(data, baseFolder);
    }
    case 'duckdb': {
      const { openDuckDb } = await import('./duckdb/source.ts');
      return openDuckDb(data, baseFolder);
    }
    case 'store': {
      const { openStore } = await import('./store/source.ts');
      return openStore(data, baseFolder);
    }
  }
}
