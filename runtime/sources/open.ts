/** The market data a config names. What a source needs to work is loaded when it is opened, not before. */
import type { DataConfig } from '../../configs/schema.ts';
import type { MarketData } from '../ports.ts';

/** Relative paths of the config start at `baseFolder`. */
export async function openSource(data: DataConfig, baseFolder: string): Promise<MarketData> {
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
