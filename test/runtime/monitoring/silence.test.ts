/** When an account is silent: by hand, on days of XNYS around weekends, holidays and early closes. */
import { expect, test } from 'vitest';
import { calendarNamed } from '../../../runtime/calendar/calendar.ts';
import { fromIsoDay, toIsoDay } from '../../../runtime/market.ts';
import { type Listened, silenceNews, silentFor } from '../../../runtime/monitoring/silence.ts';

const XNYS = calendarNamed('XNYS');

/** All of New York's winter but the last two: 16:00 there is 21:00 UTC. */
test.each([
  // [what, last booked, heard, now, silent for]
  ['booked, and the next has not closed', '2026-01-08', '2026-01-08T21:20Z', '2026-01-09T20:00Z', null],
  ['due, but not for long', '2026-01-08', '2026-01-08T21:20Z', '2026-01-10T01:10Z', null],
  ['due for four hours, and nobody came', '2026-01-08', '2026-01-08T21:20Z', '2026-01-10T01:20Z', '2026-01-09'],
  ['due for days, but somebody came and failed', '2026-01-08', '2026-01-09T21:20Z', '2026-01-12T12:00Z', null],
  ['somebody came before it was due', '2026-01-08', '2026-01-09T20:50Z', '2026-01-12T12:00Z', '2026-01-09'],
  ['a weekend and Martin Luther King Day', '2026-01-16', '2026-01-16T21:20Z', '2026-01-20T20:00Z', null],
  ['… and the day after them', '2026-01-16', '2026-01-16T21:20Z', '2026-01-21T01:20Z', '2026-01-20'],
  ['an early close, 18:00 UTC, four hours ago', '2026-11-25', '2026-11-25T21:20Z', '2026-11-27T22:20Z', '2026-11-27'],
  ['summer time: 16:00 is 20:00 UTC', '2026-07-01', '2026-07-01T20:20Z', '2026-07-03T00:20Z', '2026-07-02'],
])('%s', (_, last, heard, now, silent) => {
  const request = { now: new Date(now), hours: 4, arrival: 15 };
  const found = silentFor(XNYS, fromIsoDay(last), new Date(heard), request);
  expect(found === null ? null : toIsoDay(found)).toBe(silent);
});

const LISTENED: Listened = {
  ...{ account: 'a', strategy: 's', heardAt: '2026-01-08T21:20:00.000Z', silentFor: '2026-01-09' },
  session: { day: '2026-01-08', equity: 1, net: 0 },
};

test('it is told once, until the account is heard from', () => {
  const now = new Date('2026-01-10T01:20Z');
  const { news, told } = silenceNews(LISTENED, now, { through: '2026-01-08', trouble: null });
  expect(news.map(({ kind, text }) => [kind, text])).toEqual([
    [
      'silence',
      'a: silence: the session of 2026-01-09 is due and nobody has tried to book it; the last invocation ended 2026-01-08T21:20:00.000Z',
    ],
  ]);
  expect(told).toEqual({
    through: '2026-01-08',
    trouble: { kind: 'silence', code: 'silence', since: '2026-01-10T01:20:00.000Z' },
  });
  expect(silenceNews(LISTENED, now, told).news).toEqual([]);
  const failed = { kind: 'failure', code: 'disk-full', since: '2026-01-08T21:20:00.000Z' } as const;
  expect(silenceNews(LISTENED, now, { through: null, trouble: failed }).told.trouble).toMatchObject({
    kind: 'silence',
    before: ['failure'],
  });
  expect(silenceNews({ ...LISTENED, silentFor: null }, now, { through: null, trouble: null }).news).toEqual([]);
});
