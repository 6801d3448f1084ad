import { describe, expect, it } from 'vitest';
import { bar, barFiles, COLUMNS, DAYS } from '../../../support/barFiles.ts';
import { everyone2024, openData } from '../../../support/fileMarket.ts';
import { hasShared, shared } from '../../../support/shared.ts';
import type { Cell } from '../../../support/tables.ts';

const { files, load, complaint } = barFiles();

/** A's second day is corrected on the third and after the week; B's first day comes two days late. */
const TOLD: Cell[][] = [
  bar('A', DAYS[0]!, 10, DAYS[0]!),
  bar('A', DAYS[1]!, 11, DAYS[1]!),
  bar('A', DAYS[1]!, 11.5, DAYS[2]!),
  bar('A', DAYS[1]!, 11.7, '2024-01-09'),
  bar('A', DAYS[2]!, 12, DAYS[2]!),
  bar('B', DAYS[0]!, 20, DAYS[2]!),
  bar('B', DAYS[1]!, 21, DAYS[1]!),
  bar('B', DAYS[2]!, 22, DAYS[2]!),
];
const yaml = (vintages: string): string =>
  `source: parquet\nbars: { path: bars.parquet, close_adjusted_for: splits, vintages: { known_at: told, ${vintages} } }`;

async function closes(vintages: string, rows = TOLD, type = 'DATE'): Promise<number[]> {
  await files.write('bars.parquet', [...COLUMNS, `told ${type}`], rows);
  return [...(await load(yaml(vintages))).bars.close];
}

describe('days that are told again', () => {
  it('count as first told, and not at all when that was too late to decide on', async () => {
    expect(await closes('')).toEqual([10, 11, 12, Number.NaN, 21, 22]);
    expect(await closes('within_days: 2')).toEqual([10, 11, 12, 20, 21, 22]);
    const { assumptions } = await load(yaml(''));
    expect(assumptions).toContain('Bars are as first told (`told`): 1 of 6 bars were told again later.');
    expect(assumptions).toContain('First told after their own day, and so treated as missing: 1 of 6 bars.');
  });

  it('or as known on a day', async () => {
    expect(await closes('as_known_on: 2024-01-03')).toEqual([10, 11, Number.NaN, 21]);
    expect(await closes('as_known_on: 2024-01-05')).toEqual([10, 11.5, 12, 20, 21, 22]);
    expect(await closes('as_known_on: 2024-01-31')).toEqual([10, 11.7, 12, 20, 21, 22]);
    const { assumptions } = await load(yaml('as_known_on: 2024-01-31'));
    expect(assumptions.join('\n')).toContain('Bars are as they were known on 2024-01-31');
  });

  it.each(['VARCHAR', 'TIMESTAMP'])('by the instant, when it is told (%s)', async (type) => {
    const rows = [
      bar('A', DAYS[0]!, 2, `${DAYS[0]} 22:00:00`),
      bar('A', DAYS[0]!, 1, `${DAYS[0]} 21:00:00`),
      bar('A', DAYS[0]!, 3, `${DAYS[0]} 23:00:00`),
    ];
    expect(await closes('', rows, type)).toEqual([1]);
    expect(await closes('as_known_on: 2024-01-02', rows, type)).toEqual([3]);
  });

  it('are refused when two are told at once', async () => {
    const rows = [...TOLD, bar('A', DAYS[1]!, 11.1, DAYS[1]!)];
    const told = await complaint(closes('', rows));
    expect(told.code).toBe('duplicate-bars');
    expect(told.text).toContain('1 pair of ticker and date: A on 2024-01-03 (2 rows)');
  });

  it('a later telling changes no bit', async () => {
    const before = await closes('within_days: 2');
    const later = DAYS.slice(0, 3).flatMap((day) => [bar('A', day, 99, '2024-02-01'), bar('B', day, 98, '2024-03-01')]);
    expect(await closes('within_days: 2', [...later, ...TOLD])).toEqual(before);
  });

  it('cannot be read before they are told, by the audit either', async () => {
    await files.write('bars.parquet', [...COLUMNS, 'told DATE'], TOLD);
    const asOf = async (vintages: string, day: string) => {
      const market = await (await openData(yaml(vintages), files.folder)).loadAsOf!(everyone2024, day, { emit() {} });
      return [...market.bars.close];
    };
    // Twice the file's: in the audit's other future, shares split after the day. Levels begin at the first close.
    const whole = await closes('');
    expect((await asOf('', DAYS[2]!)).map((close) => close * 2)).toEqual(whole);
    const known = await asOf('as_known_on: 2024-01-31', DAYS[2]!);
    expect(known[1]! * 2).toBe(11.5);
  });

  it('need to say when, and to be in time at least once', async () => {
    await files.write('bars.parquet', [...COLUMNS, 'told DATE'], [bar('A', DAYS[0]!, 1, DAYS[1]!)]);
    const late = await complaint(load(yaml('')));
    expect(late.text).toContain('all bars were first told after their own day (`told`)');
    expect(late.text).toContain('say `within_days: 1`');
    const unnamed = await complaint(load(yaml('').replace('known_at: told', 'known_at: tolled')));
    expect(unnamed.text).toContain(
      'no column `tolled`, which `data.bars.vintages.known_at` names\ndid you mean `told`?',
    );
    const unread = await complaint(closes('', [...TOLD, bar('A', DAYS[3]!, 1, null)]));
    expect(unread).toMatchObject({ code: 'bad-date' });
  });
});

describe.skipIf(!hasShared)('real vintages (skipped without the shared data)', () => {
  it('each day reported the next day again becomes one bar per day', async () => {
    const path = shared('data/messy_pystock_vintage_2015_2017.parquet');
    const request = { ...everyone2024, period: { from: '2015-03-20', to: '2017-03-31' } };
    const yaml =
      'source: parquet\nquality: mask\n' +
      `bars: { path: ${path}, close_adjusted_for: splits, vintages: { known_at: file_date } }`;
    const source = await openData(yaml, '/');
    const market = await source.load(request, { emit() {} });
    // Counted in the file by hand: 196,917 pairs of ticker and day, 4,264 of them first told after their day.
    expect(market.assumptions.join('\n')).toContain('of 196917 bars were told again later');
    expect(market.assumptions.join('\n')).toContain(
      'First told after their own day, and so treated as missing: 4264 of 196917 bars.',
    );
  });
});
