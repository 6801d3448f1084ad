import { describe, expect, it } from 'vitest';
import { bar, barFiles, bars, COLUMNS, DAYS, PLAIN } from '../../../support/barFiles.ts';

const { files, load, complaint } = barFiles();

describe('adjustment', () => {
  it('by an adjusted close, which scales the bar and leaves raw close and volume', async () => {
    const rows = bars('A', [100, 102]).map((row, day) => [...row, day === 0 ? 50 : 102]);
    await files.write('bars.parquet', [...COLUMNS, 'adj'], rows);
    const { bars: made, assumptions } = await load(
      'source: parquet\nbars: { path: bars.parquet, close_adjusted_for: splits, columns: { adjusted_close: adj } }',
    );
    expect([...made.close]).toEqual([100, 204]);
    expect([made.open[1], made.high[1], made.low[1]]).toEqual([201.96, 208.08, 199.92]);
    expect([...made.raw_close]).toEqual([100, 102]);
    expect([...made.dollar_volume]).toEqual([100_000, 102_000]);
    expect(assumptions.join('\n')).toContain('raw_close is the split-adjusted close');
  });

  const SPLIT = [
    ['A', '2024-01-04', 0, 4],
    ['A', '2024-01-03', 2, 0],
    ['B', '2024-06-01', 0, 3],
  ];

  it('from split-adjusted closes and a file of actions: raw close by later splits, dividends by their factor', async () => {
    await files.write('bars.parquet', COLUMNS, [...bars('A', [100, 98, 99, 99]), ...bars('B', [30, 30, 30, 30])]);
    await files.write('actions.csv', ['ticker', 'date', 'dividend', 'split'], SPLIT);
    const { bars: made, assumptions } = await load(`${PLAIN}\ncorporate_actions: { path: actions.csv }`);
    expect([...made.raw_close]).toEqual([400, 392, 99, 99, 90, 90, 90, 90]);
    // 400 as traded; on 3 January the dividend makes up for the fall to 98.
    expect([...made.close.subarray(0, 4)]).toEqual([400, 400, 400 * (99 / 98), 400 * (99 / 98)]);
    expect([...made.volume.subarray(0, 4)]).toEqual([250, 250, 250, 250]);
    expect([...made.dollar_volume.subarray(0, 4)]).toEqual([100_000, 98_000, 99_000, 99_000]);
    expect(assumptions.join('\n')).toContain('undoes the splits that the config names (until 2024-06-01)');
    expect(assumptions.join('\n')).not.toContain('leave dividends out');
  });

  it('from closes as traded, with splits and dividends in columns', async () => {
    const rows = [
      bar('A', DAYS[0]!, 400, null, 0),
      bar('A', DAYS[1]!, 392, 1, 8),
      bar('A', DAYS[2]!, 99, 4, 0),
      bar('A', DAYS[3]!, 99, 0, null),
    ];
    await files.write('bars.parquet', [...COLUMNS, 'split', 'div'], rows);
    const { bars: made } = await load(
      'source: parquet\nbars: { path: bars.parquet, close_adjusted_for: nothing, columns: { split_factor: split, dividend: div } }',
    );
    expect([...made.raw_close]).toEqual([400, 392, 99, 99]);
    expect([...made.close]).toEqual([400, 400, 400 * (99 / 98), 400 * (99 / 98)]);
    expect([...made.volume]).toEqual([1000, 1000, 250, 250]);
    expect([...made.dollar_volume]).toEqual([400_000, 392_000, 99_000, 99_000]);
  });

  it('undoes splits after the period, too', async () => {
    await files.write('bars.parquet', [...COLUMNS, 's'], [bar('A', DAYS[0]!, 10, 1), bar('A', DAYS[3]!, 10, 5)]);
    const yaml =
      'source: parquet\nbars: { path: bars.parquet, close_adjusted_for: splits, columns: { split_factor: s } }';
    const { bars: made } = await load(yaml, { period: { from: DAYS[0]!, to: DAYS[1]! } });
    expect([...made.raw_close]).toEqual([50]);
  });

  it('takes raw close and raw volume when they are there', async () => {
    const rows = [bar('A', DAYS[0]!, 10, 40, 250)];
    await files.write('bars.parquet', [...COLUMNS, 'rc', 'rv'], rows);
    const { bars: made, assumptions } = await load(
      'source: parquet\nbars: { path: bars.parquet, close_adjusted_for: splits_and_dividends, columns: { raw_close: rc, raw_volume: rv } }',
    );
    expect([made.raw_close[0], made.dollar_volume[0], made.close[0], made.volume[0]]).toEqual([40, 10_000, 40, 250]);
    expect(assumptions.join('\n')).not.toContain('raw_close');
  });

  it('refuses closes as traded without anything to adjust them by', async () => {
    await files.write('bars.parquet', COLUMNS, bars('A', [1]));
    const { code, text } = await complaint(
      load('source: parquet\nbars: { path: bars.parquet, close_adjusted_for: nothing }'),
    );
    expect(code).toBe('no-adjustment');
    expect(text).toContain('data.corporate_actions');
  });

  it('refuses an action that cannot be right', async () => {
    await files.write('bars.parquet', COLUMNS, bars('A', [1, 1]));
    await files.write('actions.csv', ['ticker', 'date', 'dividend', 'split'], [['A', '2024-01-03', 0, -2]]);
    const { code, text } = await complaint(load(`${PLAIN}\ncorporate_actions: { path: actions.csv }`));
    expect(code).toBe('bad-corporate-action');
    expect(text).toContain('A on 2024-01-03');
  });
});
