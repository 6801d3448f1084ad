import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../../configs/load.ts';
import type { MarketRequest } from '../../../../runtime/ports.ts';
import { openSource } from '../../../../runtime/sources/open.ts';
import { barFiles, bars, COLUMNS, PLAIN } from '../../../support/barFiles.ts';
import { everyone2024 } from '../../../support/fileMarket.ts';

const { files, load, complaint } = barFiles();

describe('a file that is written while it is read', () => {
  it('is refused, even when its size stays', async () => {
    await files.write('bars.parquet', COLUMNS, bars('A', [1, 2]));
    files.text('members.csv', 'ticker,start,end\nA,2020-01-01,\n');
    const yaml = `data:\n  source: parquet\n  bars: { path: bars.parquet, close_adjusted_for: splits }\n  membership: { ALL: { path: members.csv } }\n`;
    const parsed = parseConfig(yaml, 'x.yaml');
    if ('problems' in parsed) throw new Error('config');
    const source = await openSource(parsed.config.data, files.folder);
    const loading = complaint(source.load(everyone2024, { emit() {} }));
    // The load has looked at its files before it first waits; from then on they must stay as they are.
    files.text('members.csv', 'ticker,start,end\nA,2021-01-01,\n');
    expect((await loading).code).toBe('data-changed');
  });
});

describe('the snapshot', () => {
  async function snapshot(folder: string, changes: Partial<MarketRequest> = {}): Promise<string> {
    const parsed = parseConfig(
      `data:\n  source: parquet\n  bars: { path: bars.parquet, close_adjusted_for: splits }\n`,
      'x',
    );
    if ('problems' in parsed) throw new Error('config');
    return (await openSource(parsed.config.data, folder)).snapshot({ ...everyone2024, ...changes });
  }

  it('names the bytes and the request, not the place or the time', async () => {
    await files.write('bars.parquet', COLUMNS, bars('A', [1, 2]));
    const first = await snapshot(files.folder);
    mkdirSync(join(files.folder, 'elsewhere'));
    copyFileSync(join(files.folder, 'bars.parquet'), join(files.folder, 'elsewhere/bars.parquet'));
    expect(await snapshot(join(files.folder, 'elsewhere'))).toBe(first);
    expect((await load(PLAIN)).snapshot).toBe(first);
    expect(await snapshot(files.folder, { calendar: 'weekdays' })).not.toBe(first);
    await files.write('bars.parquet', COLUMNS, bars('A', [1, 3]));
    expect(await snapshot(files.folder)).not.toBe(first);
  });
});
