import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { CALENDARS } from '../../../compiler/check/calendars.ts';
import { calendarNamed, closeOf, sessionsOf } from '../../../runtime/calendar/calendar.ts';
import { lastSessionUntil } from '../../../runtime/calendar/lastSession.ts';
import { fromIsoDay, toIsoDay } from '../../../runtime/market.ts';
import { shared } from '../../support/shared.ts';
import { describeWithShared } from '../../support/vectors.ts';
import { NYSE_DAYS } from './nyseDays.ts';

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

const YEARS = Object.keys(NYSE_DAYS).map(Number);
const FROM = fromIsoDay('1990-01-01');
const TO = fromIsoDay('2035-12-31');

describe('against another library, 1990 to 2035', () => {
  it('every holiday', () => {
    for (const year of YEARS) {
      const { closed } = NYSE_DAYS[year]!;
      expect(closedWeekdays(year)).toEqual(closed.split(' ').map((day) => `${year}-${day}`));
    }
  });

  it('every early close, and those that nobody had announced', () => {
    const expected = new Map(
      YEARS.flatMap((year) =>
        NYSE_DAYS[year]!.early.split(' ').map((text): [string, string] => {
          const [day, time = '13:00'] = text.split('@');
          return [`${year}-${day}`, time];
        }),
      ),
    );
    // The exchange's list of special closings: snow; circuit breakers; communications.
    for (const [day, time] of [
      ['1996-01-08', '14:00'],
      ['1997-10-27', '15:30'],
      ['2005-06-01', '15:56'],
    ] as const) {
      expected.set(day, time);
    }
    const early = [...sessionsOf(nyse, FROM, TO)].filter((day) => closeOf(nyse, day) !== 16 * 60);
    expect(early.map((day) => `${toIsoDay(day)} ${clock(closeOf(nyse, day))}`)).toEqual(
      [...expected].map((entry) => entry.join(' ')).sort(),
    );
  });
});

/** `13:00` */
function clock(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}

describe('hours of the NYSE', () => {
  const open = (day: string) => clock(nyse.exchange!.hoursOf(fromIsoDay(day)).open);
  const close = (day: string) => clock(closeOf(nyse, fromIsoDay(day)));

  // The holiday calendars that the exchange published for these years.
  it.each([
    ['the day after Thanksgiving', '2024-11-29', '13:00'],
    ['July 3rd, on a Thursday', '2025-07-03', '13:00'],
    ['July 2nd, when the 3rd is the holiday', '2026-07-02', '16:00'],
    ['Christmas Eve, on a Wednesday', '2025-12-24', '13:00'],
    ['New Year’s Eve', '2025-12-31', '16:00'],
    ['a Friday after Christmas, which was short in 2003', '2025-12-26', '16:00'],
    ['July 3rd on a Wednesday: since 2013', '2013-07-03', '13:00'],
    ['… and before, the Friday after', '2002-07-05', '13:00'],
    ['… in its place', '2002-07-03', '16:00'],
  ])('%s, %s, closes at %s', (_what, day, time) => {
    expect(close(day)).toBe(time);
  });

  // The exchange's list of special closings.
  it('opened late four times', () => {
    const late = [...sessionsOf(nyse, FROM, TO)].map(toIsoDay).filter((day) => open(day) !== '9:30');
    expect(late.map((day) => `${day} ${open(day)}`)).toEqual([
      '1990-12-27 11:00',
      '1995-12-18 10:30',
      '1996-01-08 11:00',
      '2002-09-11 12:00',
    ]);
  });

  it('the compiler counts on none longer than the shortest session and break', () => {
    const sessions = sessionsOf(nyse, FROM, TO);
    const hours = Array.from(sessions, (day) => ({ day, ...nyse.exchange!.hoursOf(day) }));
    const lengths = hours.map(({ open, close }) => close - open);
    const breaks = hours.slice(1).map(({ day, open }, k) => (day - hours[k]!.day) * 1440 + open - hours[k]!.close);
    expect(CALENDARS.XNYS!.hours).toEqual({ session: Math.min(...lengths), break: Math.min(...breaks) });
  });
});

describe('the last session that is over', () => {
  const last = (name: string, day: string, now: string) =>
    toIsoDay(lastSessionUntil(calendarNamed(name), fromIsoDay(day), Date.parse(now)));

  // 2024-11-29, the Friday after Thanksgiving, closed at 13:00 in New York, which is 18:00 in Greenwich.
  it.each([
    ['before a half day closes', '2024-11-29T17:59:00Z', '2024-11-27'],
    ['once it has', '2024-11-29T18:00:00Z', '2024-11-29'],
    ['on the Sunday after', '2024-12-01T12:00:00Z', '2024-11-29'],
    ['in winter a session ends at 21:00 in Greenwich', '2024-12-02T20:59:00Z', '2024-11-29'],
    ['… and not before', '2024-12-02T21:00:00Z', '2024-12-02'],
    ['after midnight in Greenwich it is still the evening before', '2024-12-03T01:00:00Z', '2024-12-02'],
  ])('%s', (_what, now, expected) => {
    expect(last('XNYS', '2024-12-31', now)).toBe(expected);
  });

  it('in summer an hour earlier', () => {
    expect(last('XNYS', '2024-12-31', '2024-07-02T19:59:00Z')).toBe('2024-07-01');
    expect(last('XNYS', '2024-12-31', '2024-07-02T20:00:00Z')).toBe('2024-07-02');
  });

  it('is no later than the day asked for; and without an exchange, that day', () => {
    expect(last('XNYS', '2024-11-28', '2025-06-01T00:00:00Z')).toBe('2024-11-27');
    expect(last('always', '2024-12-31', '2024-11-29T17:59:00Z')).toBe('2024-12-31');
    expect(last('weekdays', '2024-12-29', '2024-11-29T17:59:00Z')).toBe('2024-12-27');
    expect(last('XNYS', '2040-01-01', '2024-11-29T17:59:00Z')).toBe('2040-01-01');
  });
});

describe('sessions per year', () => {
  /** Over the 46 years that the NYSE is known for. */
  const mean = (name: string) => sessionsOf(calendarNamed(name), FROM, TO).length / YEARS.length;

  it.each(Object.keys(CALENDARS))('%s: what figures are annualised by is the mean of its years, rounded', (name) => {
    expect(CALENDARS[name]!.sessionsPerYear).toBe(Math.round(mean(name)));
  });

  it('XNYS, weekdays, always', () => {
    // 365.2425 · 5/7 = 260.9 weekdays; of these the NYSE keeps nine to ten holidays a year.
    expect(mean('weekdays')).toBeCloseTo((365.2425 * 5) / 7, 0);
    expect(mean('XNYS')).toBeCloseTo(251.7, 1);
    expect(mean('always')).toBeCloseTo(365.2425, 1);
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
