import { describe, expect, it } from 'vitest';
import type { Schedule } from '../../../compiler/plan.ts';
import { isScheduled } from '../../../runtime/book/schedule.ts';
import { fromIsoDay, toIsoDay } from '../../../runtime/market.ts';

/** A week with a holiday on its Monday, the turn of a year inside an ISO week, a month that begins on a weekend. */
const dates = [
  '2024-12-26',
  '2024-12-27',
  '2024-12-30',
  '2024-12-31',
  '2025-01-02',
  '2025-01-03',
  '2025-01-07',
  '2025-02-28',
  '2025-03-03',
];
const sessions = Int32Array.from(dates, fromIsoDay);
const scheduled = (rebalance: Schedule): string[] => dates.filter((_, t) => isScheduled(rebalance, sessions, t));

describe('the rebalancing schedule', () => {
  it('is every session, or the first of each ISO week, or of each month', () => {
    expect(scheduled('every session')).toEqual(dates);
    expect(scheduled('weekly on Monday')).toEqual([
      '2024-12-26',
      '2024-12-30',
      '2025-01-07',
      '2025-02-28',
      '2025-03-03',
    ]);
    // 2024-12-25 was a Wednesday, and so was New Year's Day, a holiday: the next session is the Thursday.
    expect(scheduled('weekly on Wednesday')).toEqual(['2024-12-26', '2025-01-02', '2025-02-28']);
    expect(scheduled('monthly')).toEqual(['2024-12-26', '2025-01-02', '2025-02-28', '2025-03-03']);
  });

  it('begins a week on Monday where weekends are sessions too, as for the calendar `always`', () => {
    // 2025-01-02 is a Thursday.
    const days = Int32Array.from({ length: 13 }, (_, t) => fromIsoDay('2025-01-02') + t);
    const weekly = Array.from(days, (day, t) => (isScheduled('weekly on Monday', days, t) ? toIsoDay(day) : null));
    expect(weekly.filter((day) => day !== null)).toEqual(['2025-01-02', '2025-01-06', '2025-01-13']);
  });
});
