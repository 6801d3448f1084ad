/** Which sessions are due: days of New York checked against its published calendar, instants against its clock. */
import { expect, test } from 'vitest';
import { calendarNamed } from '../../../runtime/calendar/calendar.ts';
import { fromIsoDay, toIsoDay } from '../../../runtime/market.ts';
import { type Clock, sessionsDue, unlikeAsked } from '../../../runtime/paper/due.ts';

const NEW_YORK = calendarNamed('XNYS');

function due(clock: Clock, last: string | null, until: string | null = null): string[] {
  const { days } = sessionsDue(
    NEW_YORK,
    clock,
    last === null ? null : fromIsoDay(last),
    until === null ? null : fromIsoDay(until),
  );
  return Array.from(days, toIsoDay);
}

function at(instant: string, arrival = 0): Clock {
  return { kind: 'live', now: Date.parse(instant), arrival };
}

test('a session is due once it has closed and its bars are there', () => {
  expect(due(at('2025-06-03T19:59:00Z'), '2025-06-02')).toEqual([]); // 15:59 in New York
  expect(due(at('2025-06-03T20:00:00Z'), '2025-06-02')).toEqual(['2025-06-03']);
  expect(due(at('2025-06-03T20:14:00Z', 15), '2025-06-02')).toEqual([]);
  expect(due(at('2025-06-03T20:15:00Z', 15), '2025-06-02')).toEqual(['2025-06-03']);
});

test('winter time moves the close by an hour of the world, and an early close by three of New York', () => {
  expect(due(at('2025-01-15T20:59:00Z'), '2025-01-14')).toEqual([]);
  expect(due(at('2025-01-15T21:00:00Z'), '2025-01-14')).toEqual(['2025-01-15']);
  expect(due(at('2025-11-28T18:00:00Z'), '2025-11-26')).toEqual(['2025-11-28']); // the Friday after Thanksgiving, 13:00
});

test('after downtime every session since the last is due, without holidays and weekends', () => {
  expect(due(at('2025-07-08T12:00:00Z'), '2025-07-01')).toEqual(['2025-07-02', '2025-07-03', '2025-07-07']);
  expect(due(at('2025-07-08T12:00:00Z'), '2025-07-01', '2025-07-03')).toEqual(['2025-07-02', '2025-07-03']);
});

test('a new account begins with the last session that has closed; a replay with its first', () => {
  expect(due(at('2025-06-07T12:00:00Z'), null)).toEqual(['2025-06-06']); // a Saturday
  const january = { kind: 'replay', from: fromIsoDay('2022-01-01'), to: fromIsoDay('2022-01-05') } as const;
  expect(due(january, null)).toEqual(['2022-01-03', '2022-01-04', '2022-01-05']);
  expect(due(january, '2022-01-04')).toEqual(['2022-01-05']);
});

test('a clock that was set back finds nothing due', () => {
  expect(due(at('2025-06-03T22:00:00Z'), '2025-06-10')).toEqual([]);
});

test('a market without hours of its own closes at midnight of the world', () => {
  const always = calendarNamed('always');
  const last = fromIsoDay('2025-06-01');
  const until = (instant: string) => Array.from(sessionsDue(always, at(instant), last, null).days, toIsoDay);
  expect(until('2025-06-02T23:59:00Z')).toEqual([]);
  expect(until('2025-06-03T00:00:00Z')).toEqual(['2025-06-02']);
});

test('recorded days that are not booked as they were asked for are told', () => {
  const clock = { kind: 'replay', from: fromIsoDay('2025-06-02'), to: fromIsoDay('2025-06-30') } as const;
  const told = (head: string | null, until: string | null) =>
    unlikeAsked({ clock, until: until === null ? null : fromIsoDay(until) }, head === null ? null : { day: head });
  expect(told(null, '2025-06-30')).toEqual([]);
  expect(told('2025-06-01', null)).toEqual([]);
  expect(told('2025-06-12', null)).toEqual([]);
  expect(told('2025-04-30', '2025-07-01')).toEqual([
    'the replay begins on 2025-06-02, and the account goes on after 2025-04-30: sessions are booked without a gap',
    'the replay ends on 2025-06-30, before 2025-07-01: nothing is booked after its end',
  ]);
  expect(unlikeAsked({ clock: { kind: 'live', now: 0, arrival: 0 }, until: 9 }, { day: '2025-04-30' })).toEqual([]);
});
