import { describe, expect, it } from 'vitest';
import { barFiles, bars, COLUMNS, DAYS, PLAIN } from '../../../support/barFiles.ts';
import type { Cell } from '../../../support/tables.ts';

const { files, load, complaint } = barFiles();

describe('bars that cannot be right', () => {
  const bad: Cell[][] = [
    ...bars('A', [10, 10, 10]),
    ['B', DAYS[0]!, 1, 0.5, 0.9, 1, 5],
    ['B', DAYS[1]!, 1, 1, 1, -1, 5],
    ['B', DAYS[2]!, 0, 1, 1, 1, -5],
    ['B', DAYS[3]!, 1, 1, 1, 1, 0],
  ];

  it('are refused with their count and places', async () => {
    await files.write('bars.parquet', COLUMNS, bad);
    const told = await complaint(load(PLAIN));
    expect(told.code).toBe('bad-bars');
    expect(told.text).toContain('has 3 bars that cannot be right');
    expect(told.text).toContain('1 with a high below its low (B on 2024-01-02: high 0.5, low 0.9)');
    expect(told.text).toContain(
      '2 with a price that is not positive, or a negative volume (B on 2024-01-03: close -1; B on 2024-01-04: open 0, volume -5)',
    );
    expect(told.text).toContain('quality: mask');
  });

  it('are masked whole, counted and told, when the config says so', async () => {
    await files.write('bars.parquet', COLUMNS, bad);
    const { bars: made, assumptions } = await load(`${PLAIN}\nquality: mask`);
    expect([...made.close]).toEqual([10, 10, 10, Number.NaN, Number.NaN, Number.NaN, Number.NaN, 1]);
    expect([...made.volume]).toEqual([1000, 1000, 1000, Number.NaN, Number.NaN, Number.NaN, Number.NaN, 0]);
    expect(assumptions).toEqual(
      expect.arrayContaining([
        '2 bars found by the rule not_positive (a price that is not positive, or a negative volume) are treated as ' +
          'missing: B on 2024-01-03: close -1; B on 2024-01-04: open 0, volume -5.',
        '1 bar found by the rule high_below_low (a high below its low) is treated as missing: ' +
          'B on 2024-01-02: high 0.5, low 0.9.',
      ]),
    );
  });
});
