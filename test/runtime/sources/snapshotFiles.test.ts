import { cpSync, mkdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { version as duckdbVersion } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseConfig } from '../../../configs/load.ts';
import type { DataConfig, FilesConfig } from '../../../configs/schema.ts';
import { CALENDAR_VERSION } from '../../../runtime/calendar/calendar.ts';
import { snapshotFiles } from '../../../runtime/sources/files/snapshotFiles.ts';
import { VERSIONS } from '../../../runtime/sources/files/source.ts';
import { openSource } from '../../../runtime/sources/open.ts';
import { everyone2024 } from '../../support/fileMarket.ts';
import { type Fixtures, fixtures } from '../../support/tables.ts';

const PARTS = ['bars', 'corporate_actions', 'identity', 'benchmark', 'sectors', 'delistings'];
/** Every section there is, so that every option is. */
const YAML = `data:
  source: csv
  bars: { path: data/bars.csv, close_adjusted_for: splits, vintages: { known_at: known } }
  identity: { path: data/identity.csv }
  corporate_actions: { path: data/corporate_actions.csv }
  membership: { ALL: { path: data/members.csv }, path: { path: data/members.csv } }
  benchmark: { path: data/benchmark.csv }
  sectors: { path: data/sectors.csv }
  delistings: { path: data/delistings.csv }
`;
const request = { ...everyone2024, benchmark: 'SPY', sectors: true };

/** Only hashed: what the files hold is no matter. */
let files: Fixtures;
beforeEach(() => {
  files = fixtures();
  mkdirSync(join(files.folder, 'data'));
  for (const part of [...PARTS, 'members']) files.text(`data/${part}.csv`, `${part}\n`);
});
afterEach(() => files.remove());

function dataOf(yaml: string): DataConfig {
  const parsed = parseConfig(yaml, 'x.yaml');
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  // Series are no part of the bars, and of the snapshot only where a request names them.
  const { series: _, ...bars } = parsed.config.data;
  return bars;
}

async function snapshot(data: DataConfig, folder = files.folder): Promise<string> {
  return (await openSource(data, folder)).snapshot(request);
}

/** Every option of a parsed config that is no section, by its keys. */
function optionsOf(value: object, above: readonly string[] = []): string[][] {
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'object' && inner !== null ? optionsOf(inner, [...above, key]) : [[...above, key]],
  );
}

/** A copy of the config with another value there. */
function changed(data: DataConfig, [...keys]: readonly string[], value: string | null): DataConfig {
  const copy = structuredClone(data);
  const last = keys.pop()!;
  const section = keys.reduce<Record<string, unknown>>((at, key) => at[key] as Record<string, unknown>, { ...copy });
  if (keys.length === 0) return { ...copy, [last]: value } as DataConfig;
  section[last] = value;
  return copy;
}

const options = optionsOf(dataOf(YAML));

describe('the snapshot of files', () => {
  it('is tested on every option', () => {
    const names = options.map((keys) => keys.join('.'));
    expect(names).toEqual(
      expect.arrayContaining([
        'source',
        'quality',
        'missing_tail',
        'bars.close_adjusted_for',
        'bars.columns.raw_volume',
        'bars.wide',
        'bars.vintages.within_days',
        'identity.bars_by',
        'date_format',
        'corporate_actions.columns.dividend',
        'membership.ALL.end_means',
        'membership.path.columns.end',
        'benchmark.columns.close',
        'sectors.columns.sector',
        'sectors.columns.from',
        'delistings.columns.return',
      ]),
    );
  });

  it('is the same whenever the data arrive', async () => {
    const late = dataOf(`${YAML}  arrives: { bars: 15 min after close }\n`);
    expect(await snapshot(late)).toBe(await snapshot(dataOf(YAML)));
  });

  // What findings do has tests of its own below.
  const moving = options.filter((keys) => keys.at(-1) !== 'path' && !['arrives', 'quality'].includes(keys[0]!));
  it.each(moving.map((keys) => [keys.join('.'), keys] as const))('moves with %s', async (name, keys) => {
    const data = dataOf(YAML);
    const values: Record<string, string> = { source: 'parquet', 'bars.wide': '{ticker}_{field}' };
    const other = changed(data, keys, values[name] ?? 'something else');
    expect(await snapshot(other)).not.toBe(await snapshot(data));
  });

  const rules = (text: string) => snapshot(dataOf(`${YAML}  quality: { rules: { stale: ${text} } }\n`));

  it.each(['mask', 'drop'])('moves with a remedy, %s, for that changes data', async (remedy) => {
    expect(await rules(`{ remedy: ${remedy} }`)).not.toBe(await rules('{}'));
    expect(await rules(`{ remedy: ${remedy}, severity: off }`)).toBe(await rules('{}'));
  });

  it('is the same whoever is told of findings, and whether they stop a run', async () => {
    const before = await snapshot(dataOf(YAML));
    for (const severity of ['fail', 'warn', 'off']) expect(await rules(`{ severity: ${severity} }`)).toBe(before);
    expect(await snapshot(dataOf(`${YAML}  quality: mask\n`))).toBe(before);
    expect(await rules('{ severity: fail, remedy: mask }')).toBe(await rules('{ severity: warn, remedy: mask }'));
  });

  it('what a report shows is another for another severity: it is made anew, and what stops a run is looked for', async () => {
    const judged = async (text: string) => (await openSource(dataOf(`${YAML}${text}`), files.folder)).judged;
    expect(await judged('')).toBe(await judged('  quality: fail\n'));
    expect(await judged('  quality: mask\n')).not.toBe(await judged(''));
    expect(await judged('  quality: { rules: { stale: { severity: fail } } }\n')).not.toBe(await judged(''));
  });

  it.each([...PARTS, 'members'])('moves with the bytes and the name of the file of %s', async (part) => {
    const data = dataOf(YAML);
    const before = await snapshot(data);
    files.text(`data/${part}.csv`, `${part}!\n`);
    const bytes = await snapshot(data);
    expect(bytes).not.toBe(before);
    cpSync(join(files.folder, `data/${part}.csv`), join(files.folder, 'data/renamed.csv'));
    expect(await snapshot(dataOf(YAML.replaceAll(`${part}.csv`, 'renamed.csv')))).not.toBe(bytes);
  });

  it.each([{ files: VERSIONS.files + 1 }, { duckdb: 'v0' }, { calendar: VERSIONS.calendar + 1 }])(
    'moves with the versions: %o',
    async (other) => {
      // Series are hashed by whoever adds them.
      const { series: _, ...data } = dataOf(YAML) as FilesConfig & { series: unknown };
      const named = await snapshotFiles(data, files.folder, request, VERSIONS);
      expect(await snapshot(dataOf(YAML))).toBe(named);
      expect(await snapshotFiles(data, files.folder, request, { ...VERSIONS, ...other })).not.toBe(named);
    },
  );

  it('names the DuckDB and the calendar there are', () => {
    expect(VERSIONS).toMatchObject({ duckdb: duckdbVersion(), calendar: CALENDAR_VERSION });
  });

  it('moves with nothing else: place, time, order, defaults spelt out, files not asked for', async () => {
    const before = await snapshot(dataOf(YAML));
    cpSync(join(files.folder, 'data'), join(files.folder, 'elsewhere/deep/data'), { recursive: true });
    expect(await snapshot(dataOf(YAML), join(files.folder, 'elsewhere/deep'))).toBe(before);
    const absolute = YAML.replaceAll('path: data/', `path: ${files.folder}/elsewhere/deep/data/`);
    expect(await snapshot(dataOf(absolute))).toBe(before);

    const [head, ...lines] = YAML.trimEnd().split('\n');
    expect(await snapshot(dataOf([head, ...lines.reverse()].join('\n')))).toBe(before);
    expect(await snapshot(dataOf(`${YAML}  quality: fail\n  missing_tail: delist_at_zero_return\n`))).toBe(before);
    expect(await snapshot(dataOf(`${YAML}engine: { threads: 3 }\nstorage: { runs: there }\n`))).toBe(before);

    for (const part of PARTS) utimesSync(join(files.folder, `data/${part}.csv`), 1, 1);
    files.text('data/unnamed.csv', 'x');
    expect(await snapshot(dataOf(YAML))).toBe(before);
  });
});
