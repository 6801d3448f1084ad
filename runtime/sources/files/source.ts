import type { FilesConfig } from '../../../configs/schema.ts';
import type { MarketData } from '../../ports.ts';

export async function openFiles(_data: FilesConfig, _baseFolder: string): Promise<MarketData> {
  throw new Error('The parquet and csv sources follow in the next commit.');
}
