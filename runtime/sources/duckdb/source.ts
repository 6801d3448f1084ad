/** The result of a query as a market: run once, kept in a file while the command lasts, read as any Parquet file is. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDbConfig, FilesConfig } from '../../../configs/schema.ts';
import type { MarketData } from '../../ports.ts';
import { openFiles } from '../files/source.ts';
import { writeResult } from './query.ts';

export async function openDuckDb(data: DuckDbConfig, baseFolder: string): Promise<MarketData> {
  let opened: Promise<MarketData> | null = null;
  const files = (): Promise<MarketData> => {
    opened ??= readQuery(data, baseFolder);
    return opened;
  };
  return {
    description: `bars by a DuckDB query: ${shortened(data.query)}`,
    snapshot: async (request) => (await files()).snapshot(request),
    load: async (request, events) => (await files()).load(request, events),
    async loadAsOf(request, day, events) {
      const source = await files();
      return source.loadAsOf!(request, day, events);
    },
    quality: async (request) => (await files()).quality!(request),
  };
}

async function readQuery(data: DuckDbConfig, baseFolder: string): Promise<MarketData> {
  const folder = mkdtempSync(join(tmpdir(), 'strat-query-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const result = join(folder, 'result.parquet');
  await writeResult(data, baseFolder, result);
  return openFiles(asFiles(data, result), baseFolder);
}

/**
 * What a config would say of the result. The query and all that can change what it means stay in it, and so in the
 * snapshot; files beside the bars are read by the ending of their names.
 */
function asFiles(data: DuckDbConfig, result: string): FilesConfig {
  const bars = { ...data.bars, path: result, wide: null, called: 'the result of `data.query`' };
  return { ...data, source: 'parquet', bars };
}

const WIDEST = 60;

function shortened(query: string): string {
  const line = query.trim().replaceAll(/\s+/g, ' ');
  return line.length > WIDEST ? `${line.slice(0, WIDEST - 1)}…` : line;
}
