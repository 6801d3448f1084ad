import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../runtime/events.ts';
import { barFiles, bars, COLUMNS, DAYS, PLAIN } from '../../support/barFiles.ts';
import { everyone2024, openData } from '../../support/fileMarket.ts';
import type { Cell } from '../../support/tables.ts';

const { files, load, complaint } = barFiles();

/** B has no volume on the second day, and two bars for the third. */
const ROWS: Cell[][] = [
  ...bars('A', [10, 11, 12, 13]),
  ...bars('B', [20, 21, 22, 23]).map((row, t) => (t === 1 ? [...row.slice(0, 6), 0] : row)),
  ...bars('B', [20, 21, 22.5]).slice(2),
];
const SINGLE = ROWS.slice(0, -1);

const rules = (text: string) => `${PLAIN}\nquality: { rules: { ${text} } }`;

describe('remedies', () => {
  it('keep: the bar is used, and nothing is said of it as an assumption', async () => {
    await files.write('bars.parquet', COLUMNS, SINGLE);
    const market = await load(PLAIN);
    expect([...market.bars.volume]).toEqual([1000, 1000, 1000, 1000, 1000, 0, 1000, 1000]);
    expect(market.assumptions.join('\n')).not.toContain('zero_volume');
    expect(market.quality!.rules).toMatchObject([{ rule: 'zero_volume', findings: 1, bars: 1, tickers: 1 }]);
  });

  it('mask: those bars and no others are missing, counted and named', async () => {
    await files.write('bars.parquet', COLUMNS, SINGLE);
    const market = await load(rules('zero_volume: { remedy: mask }'));
    expect([...market.bars.close]).toEqual([10, 11, 12, 13, 20, Number.NaN, 22, 23]);
    expect(market.assumptions).toContain(
      '1 bar found by the rule zero_volume (bars without volume) is treated as missing: B on 2024-01-03: 1 in a row.',
    );
  });

  it('drop: the ticker is missing, whole, counted and named', async () => {
    await files.write('bars.parquet', COLUMNS, SINGLE);
    const market = await load(rules('zero_volume: { remedy: drop }'));
    const gone = Number.NaN;
    expect([...market.bars.close]).toEqual([10, 11, 12, 13, gone, gone, gone, gone]);
    expect(market.assumptions.join('\n')).toContain(
      '1 stock with 4 bars is left out by the rule zero_volume (bars without volume): B;',
    );
  });

  it('fail: stops with the findings; off: does not look', async () => {
    await files.write('bars.parquet', COLUMNS, SINGLE);
    const told = await complaint(load(rules('zero_volume: { severity: fail }')));
    expect(told.code).toBe('bad-bars');
    expect(told.text).toContain('1 with bars without volume (B on 2024-01-03: 1 in a row)');
    expect((await load(rules('zero_volume: { severity: off }'))).quality!.rules).toEqual([]);
  });

  it('duplicates: refused with their file, or neither is used', async () => {
    await files.write('bars.parquet', COLUMNS, ROWS);
    expect((await complaint(load(PLAIN))).code).toBe('duplicate-bars');
    const market = await load(`${PLAIN}\nquality: mask`);
    expect([...market.bars.close].slice(4)).toEqual([20, 21, Number.NaN, 23]);
    expect(market.assumptions).toContain(
      '1 bar found by the rule duplicates (more than one bar for a day) is treated as missing: ' +
        'B on 2024-01-04: more than one bar.',
    );
  });

  it('bars after a delisting are found by the file of delistings', async () => {
    await files.write('bars.parquet', COLUMNS, SINGLE);
    files.text('gone.csv', `ticker,date,return\nA,${DAYS[2]},-0.5\n`);
    const market = await load(`${PLAIN}\ndelistings: { path: gone.csv }`);
    expect(market.quality!.findings).toContainEqual(
      expect.objectContaining({ rule: 'after_delisting', ticker: 'A', bars: 2, limit: 1 }),
    );
  });
});

describe('what a run tells', () => {
  it('is one event with what each rule found, and none when none found anything', async () => {
    const told: RunEvent[] = [];
    const loadTelling = async (rows: Cell[][]) => {
      await files.write('bars.parquet', COLUMNS, rows);
      const source = await openData(PLAIN, files.folder);
      await source.load(everyone2024, { emit: (event) => told.push(event) });
    };
    await loadTelling(bars('A', [10, 11, 12, 13]));
    expect(told.filter(({ type }) => type === 'data-quality')).toEqual([]);
    await loadTelling(SINGLE);
    expect(told.filter(({ type }) => type === 'data-quality')).toEqual([
      { type: 'data-quality', bars: 8, tickers: 2, rules: [expect.objectContaining({ rule: 'zero_volume', bars: 1 })] },
    ]);
  });
});
