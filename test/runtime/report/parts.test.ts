import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barsOf, type Row, rowsOf, thinned, timeAxis } from '../../../runtime/report/plots/parts.ts';

const rows = (values: readonly number[]): Row[] => values.map((value, i) => ({ t: i, value }));
const valuesOf = (all: readonly Row[]) => all.map((row) => row.value!);

describe('thinned', () => {
  it('keeps first, last, greatest and least, in order, within the limit', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, min: -1e3, max: 1e3 }), { minLength: 1, maxLength: 600 }),
        fc.integer({ min: 4, max: 200 }),
        (values, limit) => {
          const kept = thinned(rows(values), limit, 'value');
          expect(kept.length).toBeLessThanOrEqual(limit);
          expect(kept[0]!.t).toBe(0);
          expect(kept.at(-1)!.t).toBe(values.length - 1);
          expect(Math.max(...valuesOf(kept))).toBe(Math.max(...values));
          expect(Math.min(...valuesOf(kept))).toBe(Math.min(...values));
          const times = kept.map((row) => row.t);
          expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
        },
      ),
    );
  });
});

describe('barsOf', () => {
  it('shows sessions one by one while they can be told apart, then means of months inside the axis', () => {
    expect(barsOf(['2025-01-02', '2025-01-03'], [0.1, null])).toEqual({
      rows: [{ t: Date.UTC(2025, 0, 2), bar: 0.1 }],
      by: 'session',
    });
    const days = Array.from({ length: 400 }, (_, i) => new Date(Date.UTC(2024, 0, 20 + i)).toISOString().slice(0, 10));
    const { rows: bars, by } = barsOf(
      days,
      days.map((day) => Number(day.slice(5, 7))),
    );
    expect(by).toBe('month');
    expect(bars).toHaveLength(14);
    expect(bars.map((row) => row.bar)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2]);
    expect(bars[0]!.t).toBe(Date.UTC(2024, 0, 20));
  });
});

describe('timeAxis', () => {
  const ticksOf = (from: string, to: string, ticks: number) => {
    const axis = timeAxis(rowsOf([from, to], {}), { width: 500, height: 200, points: 400, ticks }).axis;
    const { values } = axis as { values?: number[] };
    return values?.map((at) => new Date(at).toISOString().slice(0, 10));
  };

  it('chooses months, quarters or years by the room there is', () => {
    expect(ticksOf('2025-04-01', '2025-10-31', 7)).toEqual([
      '2025-04-01',
      '2025-05-01',
      '2025-06-01',
      '2025-07-01',
      '2025-08-01',
      '2025-09-01',
      '2025-10-01',
    ]);
    expect(ticksOf('2025-04-01', '2025-10-31', 5)).toEqual(['2025-05-01', '2025-07-01', '2025-09-01']);
    expect(ticksOf('2016-01-04', '2020-08-01', 5)).toEqual([
      '2016-01-04',
      '2017-01-01',
      '2018-01-01',
      '2019-01-01',
      '2020-01-01',
    ]);
  });
});
