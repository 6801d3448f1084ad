import { expect, test } from 'vitest';
import type { Facts } from '../../../runtime/monitoring/facts.ts';
import { newsAfter, type Told } from '../../../runtime/monitoring/news.ts';
import type { BookedSince, Since } from '../../../runtime/paper/status/bookedSince.ts';
import { UserError } from '../../../runtime/ports.ts';

const AT = '2026-03-02T21:20:00.000Z';
const NOTHING: Told = { through: null, trouble: null };
const ABOUT = { account: 'a', strategy: 's' };

const SESSIONS = [
  { day: '2026-02-26', stops: ['day_return < -5%'], bookedAt: '2026-02-26T21:20:00.000Z' },
  { day: '2026-02-27', stops: [], bookedAt: '2026-02-27T21:20:00.000Z' },
  { day: '2026-03-02', stops: ['drawdown > 8%'], bookedAt: AT },
];

function booked(since: Since): BookedSince {
  const told = SESSIONS.filter(({ day, bookedAt }) =>
    'after' in since ? day > since.after : bookedAt >= since.bookedFrom,
  );
  const stops = told.flatMap(({ day, stops: texts }) => texts.map((text) => ({ day, text })));
  return { sessions: told.length, net: -0.0412, stops };
}

function facts(error: unknown = null, code = 'finished', stopped = true): Facts {
  const last = { day: '2026-03-02', equity: 912_000.5, net: -0.031, drawdown: -0.088, stopped };
  const outcome = { account: 'a', code, error, startedAt: new Date(AT), endedAt: new Date(AT) };
  return { outcome, booked, status: { last } } as unknown as Facts;
}

const kinds = (told: Told, ...of: Parameters<typeof facts>) =>
  newsAfter(facts(...of), ABOUT, told).news.map(({ kind }) => kind);
const LATE = new UserError('paper-data-old', '3 of the 500 stocks have a bar', ['pull the data']);

test('sessions and the stops in them are told once', () => {
  const { news, told } = newsAfter(facts(), ABOUT, { through: '2026-02-26', trouble: null });
  expect(news.map(({ kind, text }) => [kind, text])).toEqual([
    ['session', 'a: 2 sessions up to 2026-03-02 booked, equity 912,000.50 USD, net -4.12% in all, drawdown -8.80%'],
    [
      'stop',
      'a: stop `drawdown > 8%` on 2026-03-02; the account is in cash until it is resumed, equity 912,000.50 USD',
    ],
  ]);
  expect(news[0]).toMatchObject({ version: 1, account: 'a', strategy: 's', at: AT, code: null });
  expect(news[0]!.session).toEqual({ day: '2026-03-02', equity: 912_000.5, net: -0.031 });
  expect(newsAfter(facts(), ABOUT, told).news).toEqual([]);
});

test('a stop that somebody has resumed since, found after a process was killed', () => {
  const { news } = newsAfter(facts(null, 'finished', false), ABOUT, { through: '2026-02-27', trouble: null });
  expect(news.at(-1)!.text).toContain('on 2026-03-02; it has been resumed since');
});

test('trouble is told once, until it is another; that it is over, once', () => {
  const told: Told = { through: '2026-03-02', trouble: null };
  const late = newsAfter(facts(LATE, 'paper-data-old'), ABOUT, told);
  expect(late.news).toMatchObject([
    {
      ...{ kind: 'stale', code: 'paper-data-old', hints: ['pull the data'] },
      text: 'a: nothing more is booked (paper-data-old): 3 of the 500 stocks have a bar',
    },
  ]);
  expect(kinds(late.told, LATE, 'paper-data-old')).toEqual([]);
  expect(kinds(late.told, new Error('x'), 'bug')).toEqual(['failure']);
  expect(kinds(late.told, null, 'interrupted')).toEqual([]);
  expect(kinds(late.told, LATE, 'account-busy')).toEqual([]);
  const over = newsAfter(facts(), ABOUT, late.told);
  expect(over.news.map(({ kind, code }) => [kind, code])).toEqual([['recovered', 'paper-data-old']]);
  expect(over.news[0]!.text).toBe(
    `a: the trouble (paper-data-old) since ${AT} is over; the last session booked is 2026-03-02`,
  );
  expect(kinds(over.told)).toEqual([]);
});

test('a ledger that cannot be read is told, and nothing is forgotten by it', () => {
  const told: Told = { through: '2026-02-26', trouble: null };
  const damaged = { ...facts(new UserError('ledger-damaged', 'no ledger'), 'ledger-damaged'), status: null };
  const answer = newsAfter(damaged, ABOUT, told);
  expect(answer.news).toMatchObject([{ kind: 'failure', code: 'ledger-damaged', session: null }]);
  expect(answer.told.through).toBe('2026-02-26');
});

test('where nothing was ever told, as when a hook is new, what this invocation booked', () => {
  const { news } = newsAfter(facts(), ABOUT, NOTHING);
  expect(news.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^a: 2026-03-02 booked/),
    expect.stringMatching(/^a: stop `drawdown > 8%` on 2026-03-02;/),
  ]);
});
