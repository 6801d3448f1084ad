/** Times of runs as instants, against offsets of the IANA database written down by hand. */
import { describe, expect, test } from 'vitest';
import { calendarNamed } from '../../../runtime/calendar/calendar.ts';
import { instantOf, wallTimeAt } from '../../../runtime/calendar/zone.ts';
import { fromIsoDay, toIsoDay } from '../../../runtime/market.ts';
import { plannedRuns, weekdaysOf } from '../../../runtime/schedule/plannedRuns.ts';
import { lastRunUntil, nextRunAfter, timesElsewhere } from '../../../runtime/schedule/runTimes.ts';

const AT = { hour: 16, minute: 15, zone: 'America/New_York' };
const iso = (instant: number) => new Date(instant).toISOString().replace(':00.000Z', 'Z');

describe('wall clocks', () => {
  test.each([
    ['America/New_York', '2026-11-20', 16 * 60 + 15, '2026-11-20T21:15Z'],
    ['America/New_York', '2026-07-01', 16 * 60 + 15, '2026-07-01T20:15Z'],
    ['Asia/Kolkata', '2026-07-01', 90, '2026-06-30T20:00Z'],
    ['Australia/Sydney', '2026-01-05', 8 * 60, '2026-01-04T21:00Z'],
    // 2:30 never comes on 2026-03-08, and 1:30 comes twice on 2026-11-01.
    ['America/New_York', '2026-03-08', 150, '2026-03-08T07:30Z'],
    ['America/New_York', '2026-11-01', 90, '2026-11-01T05:30Z'],
    // Put forward by half an hour on the first Sunday of October.
    ['Australia/Lord_Howe', '2026-10-04', 3 * 60, '2026-10-03T16:00Z'],
  ])('%s %s, minute %i, is %s', (zone, day, minutes, instant) => {
    expect(iso(instantOf(zone, { day: fromIsoDay(day), minutes }))).toBe(instant);
  });

  test('are read as they are set, to the minute', () => {
    expect(wallTimeAt('America/New_York', Date.parse('2026-11-21T04:59:59Z'))).toEqual({
      day: fromIsoDay('2026-11-20'),
      minutes: 23 * 60 + 59,
    });
  });
});

test('the last time and the next one, the instant itself being the last', () => {
  const run = Date.parse('2026-11-20T21:15:00Z');
  expect(iso(lastRunUntil(AT, run))).toBe('2026-11-20T21:15Z');
  expect(iso(lastRunUntil(AT, run - 1))).toBe('2026-11-19T21:15Z');
  expect(iso(nextRunAfter(AT, run))).toBe('2026-11-21T21:15Z');
  expect(iso(nextRunAfter(AT, run - 1))).toBe('2026-11-20T21:15Z');
});

test.each([
  ['UTC', ['20:15', '21:15']],
  ['America/New_York', ['16:15']],
  // An hour earlier for some weeks in March and November.
  ['Europe/Berlin', ['21:15', '22:15']],
  ['Asia/Kolkata', ['01:45', '02:45']],
  ['Australia/Sydney', ['06:15', '07:15', '08:15']],
  ['Australia/Lord_Howe', ['06:45', '07:15', '08:15']],
])('a clock in %s then shows %j', (zone, times) => {
  const shown = timesElsewhere(AT, zone, Date.parse('2026-11-21T12:00:00Z'));
  const text = (minutes: number) => new Date(minutes * 60_000).toISOString().slice(11, 16);
  expect(shown.map(text)).toEqual(times);
});

test('a year of runs finds each session of the calendar once, on its own day', () => {
  const timetable = { at: AT, calendar: calendarNamed('XNYS'), arrival: 15 };
  const found: string[] = [];
  for (const { instant, sessions } of plannedRuns(timetable, Date.parse('2026-01-01T12:00:00Z'))) {
    if (instant > Date.parse('2027-01-01T12:00:00Z')) break;
    for (const { day } of sessions) {
      expect(toIsoDay(day)).toBe(iso(instant).slice(0, 10));
      found.push(toIsoDay(day));
    }
  }
  // The exchange has 251 sessions in 2026, by its published calendar: 261 weekdays but for ten holidays.
  expect(found).toHaveLength(251);
  expect(found).not.toContain('2026-11-26');
});

test('Thanksgiving week: nothing on the holiday, and the day after closes at 13:00', () => {
  const timetable = { at: AT, calendar: calendarNamed('XNYS'), arrival: 0 };
  const runs = plannedRuns(timetable, Date.parse('2026-11-25T12:00:00Z'));
  const week = Array.from({ length: 4 }, () => runs.next().value!).map(({ sessions }) => sessions);
  expect(week).toEqual([
    [{ day: fromIsoDay('2026-11-25'), earlyClose: null }],
    [],
    [{ day: fromIsoDay('2026-11-27'), earlyClose: 13 * 60 }],
    [],
  ]);
});

test.each([
  [AT, 'XNYS', [1, 2, 3, 4, 5]],
  [{ hour: 7, minute: 15, zone: 'Asia/Tokyo' }, 'XNYS', [2, 3, 4, 5, 6]],
  // Its sessions close at midnight UTC.
  [AT, 'weekdays', [2, 3, 4, 5, 6]],
  [AT, 'always', [0, 1, 2, 3, 4, 5, 6]],
])('weekdays of %j, %s', (at, name, weekdays) => {
  const timetable = { at, calendar: calendarNamed(name), arrival: 0 };
  expect(weekdaysOf(timetable, Date.parse('2026-11-21T12:00:00Z'))).toEqual(weekdays);
});
