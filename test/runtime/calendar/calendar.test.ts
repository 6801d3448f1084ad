import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { calendarNamed, sessionsOf } from '../../../runtime/calendar/calendar.ts';
import { fromIsoDay, toIsoDay } from '../../../runtime/market.ts';
import { shared } from '../../support/shared.ts';
import { describeWithShared } from '../../support/vectors.ts';

const nyse = calendarNamed('XNYS');

function closedWeekdays(year: number): string[] {
  const from = fromIsoDay(`${year}-01-01`);
  const to = fromIsoDay(`${year}-12-31`);
  const weekdays = sessionsOf(calendarNamed('weekdays'), from, to);
  return [...weekdays].filter((day) => !nyse.isSession(day)).map(toIsoDay);
}

describe('the days the NYSE trades', () => {
  // The exchange's published holiday calendars.
  it.each([
    [2022, '01-17 02-21 04-15 05-30 06-20 07-04 09-05 11-24 12-26'],
    [2024, '01-01 01-15 02-19 03-29 05-27 06-19 07-04 09-02 11-28 12-25'],
    [2025, '01-01 01-09 01-20 02-17 04-18 05-26 06-19 07-04 09-01 11-27 12-25'],
    [2026, '01-01 01-19 02-16 04-03 05-25 06-19 07-03 09-07 11-26 12-25'],
    [2028, '01-17 02-21 04-14 05-29 06-19 07-04 09-04 11-23 12-25'],
  ])('%i', (year, days) => {
    expect(closedWeekdays(year)).toEqual(days.split(' ').map((day) => `${year}-${day}`));
  });

  it('closed for four days in September 2001', () => {
    expect(closedWeekdays(2001).filter((day) => day.startsWith('2001-09'))).toEqual([
      '2001-09-03',
      '2001-09-11',
      '2001-09-12',
      '2001-09-13',
      '2001-09-14',
    ]);
  });

  it('has no answer outside 1990 to 2035', () => {
    expect(() => sessionsOf(nyse, fromIsoDay('1989-12-01'), fromIsoDay('1990-02-01'))).toThrow(
      /1990-01-01 to 2035-12-31/,
    );
  });

  describeWithShared('against real days', () => {
    async function daysIn(file: string, where: string): Promise<string[]> {
      const connection = await (await DuckDBInstance.create(':memory:')).connect();
      const reader = await connection.runAndReadAll(
        `SELECT DISTINCT date::DATE::VARCHAR AS day FROM '${shared(file)}' WHERE ${where} ORDER BY day`,
      );
      return reader.getRowsJson().map(([day]) => String(day));
    }
    const expected = (days: readonly string[]): string[] =>
      [...sessionsOf(nyse, fromIsoDay(days[0]!), fromIsoDay(days.at(-1)!))].map(toIsoDay);

    it('SPY traded on every session from 2003 to 2018 and on no other day', async () => {
      const days = await daysIn('data/daily_etf_yahoo_2003_2018.parquet', "ticker = 'SPY'");
      expect(days.length).toBe(3840);
      expect(days).toEqual(expected(days));
    });

    it('the VIX since 1990 differs on the days its publisher left out, and on one the exchange was closed', async () => {
      const days = await daysIn('data/vix_daily_1990_2018.parquet', 'true');
      const sessions = expected(days);
      expect(sessions.filter((day) => !days.includes(day))).toEqual([
        '1991-03-01',
        '1997-01-31',
        '1997-11-26',
        '1999-12-31',
      ]);
      expect(days.filter((day) => !sessions.includes(day))).toEqual(['2004-06-11']);
    });
  });
});

describe('the other calendars', () => {
  it('weekdays and always', () => {
    const [from, to] = [fromIsoDay('2024-12-30'), fromIsoDay('2025-01-06')];
    expect(sessionsOf(calendarNamed('weekdays'), from, to)).toHaveLength(6);
    expect(sessionsOf(calendarNamed('always'), from, to)).toHaveLength(8);
  });

  it('an unknown one is refused', () => {
    expect(() => calendarNamed('XNYX')).toThrow('there is no calendar called XNYX');
    expect(() => calendarNamed('constructor')).toThrow('no calendar');
  });
});
