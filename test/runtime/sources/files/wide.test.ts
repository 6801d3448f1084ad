import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Market, toIsoDay } from '../../../../runtime/market.ts';
import { barFiles, COLUMNS, DAYS } from '../../../support/barFiles.ts';
import type { Cell } from '../../../support/tables.ts';

const { files, load, complaint } = barFiles();

/** B lists a day later; A has no volume on its last day. */
const LONG: Cell[][] = [
  ['A', DAYS[0]!, 1, 2.5, 1, 2, 10],
  ['A', DAYS[1]!, 2, 3.5, 2, 3, 20],
  ['A', DAYS[2]!, 3, 4.5, 3, 4, null],
  ['B_X', DAYS[1]!, 5, 7, 5, 6, 50],
  ['B_X', DAYS[2]!, 6, 8, 6, 7, 60],
];
const FIELDS = ['open', 'high', 'low', 'close', 'volume'];

/** Cells by `ticker field day`. */
const cells = new Map(
  LONG.flatMap(([ticker, day, ...values]) => values.map((value, f) => [`${ticker} ${FIELDS[f]} ${day}`, value])),
);

async function longMarket(): Promise<Market> {
  await files.write('long.parquet', COLUMNS, LONG);
  return load('source: parquet\nbars: { path: long.parquet, close_adjusted_for: splits }');
}

function verifySame(market: Market, long: Market): void {
  expect(market.tickers).toEqual(long.tickers);
  expect([...market.sessions].map(toIsoDay)).toEqual([...long.sessions].map(toIsoDay));
  expect(market.bars).toEqual(long.bars);
}

async function writeByField(kind: 'csv' | 'parquet', name = (ticker: string) => ticker): Promise<void> {
  mkdirSync(join(files.folder, 'dump'));
  for (const field of FIELDS) {
    // Files need neither the same columns nor the same order of them.
    const tickers = field === 'open' ? ['B_X', 'A'] : ['A', 'B_X'];
    const rows = DAYS.slice(0, 3).map((day) => [day, ...tickers.map((t) => cells.get(`${t} ${field} ${day}`) ?? null)]);
    await files.write(`dump/${field}.${kind}`, ['date DATE', ...tickers.map(name)], rows);
  }
}

async function writeAsOne(kind: 'csv' | 'parquet', name: (ticker: string, field: string) => string): Promise<void> {
  const pairs = ['B_X', 'A'].flatMap((ticker) => FIELDS.map((field) => [ticker, field] as const));
  const rows = DAYS.slice(0, 3).map((day) => [
    day,
    ...pairs.map(([ticker, field]) => cells.get(`${ticker} ${field} ${day}`) ?? null),
  ]);
  await files.write(`wide.${kind}`, ['date DATE', ...pairs.map(([ticker, field]) => name(ticker, field))], rows);
}

const wideYaml = (kind: string, path: string, wide: string, columns = '{}'): string =>
  `source: ${kind}\nbars: { path: "${path}", wide: "${wide}", close_adjusted_for: splits, columns: ${columns} }`;

describe('a wide table is the long one', () => {
  it.each(['csv', 'parquet'] as const)('a file per field, a column per ticker, as %s', async (kind) => {
    await writeByField(kind);
    verifySame(await load(wideYaml(kind, `dump/{field}.${kind}`, '{ticker}')), await longMarket());
  });

  it('a file per field, with what else stands in the columns', async () => {
    await writeByField('csv', (ticker) => `${ticker}-US`);
    verifySame(await load(wideYaml('csv', 'dump/{field}.csv', '{ticker}-US')), await longMarket());
  });

  it.each(['csv', 'parquet'] as const)('one file of tickers and fields, as %s', async (kind) => {
    await writeAsOne(kind, (ticker, field) => `${ticker}_${field}`);
    verifySame(await load(wideYaml(kind, `wide.${kind}`, '{ticker}_{field}')), await longMarket());
  });

  it('one file, the field first, fields of other names of which one begins as another', async () => {
    const names: Record<string, string> = { open: 'PX_OPEN', high: 'H', low: 'L', close: 'PX', volume: 'V' };
    await writeAsOne('csv', (ticker, field) => `${names[field]}_${ticker}`);
    const columns = '{ open: px_open, high: H, low: L, close: PX, volume: V }';
    verifySame(await load(wideYaml('csv', 'wide.csv', '{field}_{ticker}', columns)), await longMarket());
  });

  it('thousands of tickers, headers longer than what is read of a file at once', async () => {
    mkdirSync(join(files.folder, 'dump'));
    const tickers = Array.from({ length: 6000 }, (_, n) => `TICKER${String(n).padStart(6, '0')}`);
    for (const field of FIELDS) {
      const line = (day: string, value: number): string => `${day},${tickers.map(() => value).join(',')}\n`;
      files.text(`dump/${field}.csv`, `date,${tickers.join(',')}\n${line(DAYS[0]!, 5)}${line(DAYS[1]!, 6)}`);
    }
    const market = await load(wideYaml('csv', 'dump/{field}.csv', '{ticker}'));
    expect(market.tickers).toEqual(tickers);
    expect([...market.bars.close.subarray(11_998)]).toEqual([5, 6]);
  });
});

describe('a wide table that is not as the config says', () => {
  it('a field that no file has', async () => {
    await writeByField('csv');
    const told = await complaint(load(wideYaml('csv', 'dump/{field}.csv', '{ticker}', '{ raw_close: unadjusted }')));
    expect(told.code).toBe('no-such-file');
    expect(told.text).toContain('dump/unadjusted.csv');
  });

  it('a field that no column has', async () => {
    await writeAsOne('csv', (ticker, field) => `${ticker}_${field}`);
    const told = await complaint(load(wideYaml('csv', 'wide.csv', '{ticker}_{field}', '{ close: last, open: first }')));
    expect(told.code).toBe('no-such-column');
    expect(told.text).toContain('wide.csv has no column named like `{ticker}_first`, `{ticker}_last`');
  });

  it('columns by ticker only, in one file', async () => {
    await writeByField('csv');
    const told = await complaint(load(wideYaml('csv', 'dump/close.csv', '{ticker}')));
    expect(told.text).toContain('say where: `path: dump/{field}.csv`');
  });

  it('a day twice: ticker, day and files', async () => {
    await writeByField('csv');
    files.text('dump/low.csv', `date,A,B_X\n${DAYS[0]},1,\n${DAYS[1]},2,5\n${DAYS[1]},2,5\n`);
    const told = await complaint(load(wideYaml('csv', 'dump/{field}.csv', '{ticker}')));
    expect(told.code).toBe('duplicate-bars');
    expect(told.text).toContain('dump/{field}.csv has more than one bar for 2 pairs');
    expect(told.text).toContain('A on 2024-01-03 (2 rows)');
  });

  it('a day that is none, and text among the numbers: the file and the cell', async () => {
    await writeByField('csv');
    files.text('dump/low.csv', `date,A,B_X\n${DAYS[0]},1,\nTotal,2,5\n`);
    const told = await complaint(load(wideYaml('csv', 'dump/{field}.csv', '{ticker}')));
    expect(told.text).toContain('dump/low.csv has a row with a `date` that is no date: "Total"');
    files.text('dump/low.csv', `date,A,B_X\n${DAYS[0]},1,\n${DAYS[1]},#N/A N/A,5\n`);
    const cell = await complaint(load(wideYaml('csv', 'dump/{field}.csv', '{ticker}')));
    expect(cell.text).toContain('such as "#N/A N/A" (A on 2024-01-03)');
  });

  it('a pattern without a ticker, or with the two side by side', async () => {
    for (const wide of ['{field}', '{ticker}{field}', 'close']) {
      await expect(load(wideYaml('csv', 'dump/{field}.csv', wide))).rejects.toThrow('written like');
    }
  });
});
