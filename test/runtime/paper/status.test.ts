/** What is said of an account: by the figures of the report and by the engine's own stops, beside whoever writes. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawdowns, equityCurve, rollingSharpe, rollingVolatility } from '../../../runtime/figures/performance.ts';
import { withAccountLock } from '../../../runtime/paper/ledger/accountLock.ts';
import { changePlan, findAccount, modelsOf } from '../../../runtime/paper/ledger/accounts.ts';
import { journalSessions } from '../../../runtime/paper/ledger/journal.ts';
import { Ledger } from '../../../runtime/paper/ledger/ledger.ts';
import { accountStatus } from '../../../runtime/paper/status/status.ts';
import { LedgerWatch } from '../../../runtime/paper/status/watch.ts';
import { writeLargeLedger } from '../../../scripts/bench/largeLedger.ts';
import { smallStrategy } from '../../support/command.ts';
import { compiled, PaperDesk, replay } from '../../support/paper.ts';

const STOPS = {
  'limit weight 40%': `limit weight 40%
    target volatility 10% per year over 20d, scale 0.5 .. 2
    stop when drawdown > 25% then flatten
    stop when day_return < -9 * volatility(10d) then flatten
    stop when sharpe(30d) < -40 then flatten`,
};
const folder = mkdtempSync(join(tmpdir(), 'strat-status-'));
let desk: PaperDesk;

beforeAll(async () => {
  desk = await PaperDesk.open(smallStrategy(STOPS));
  await desk.invoke({ clock: replay('2022-01-01', '2022-03-31') });
});
afterAll(() => {
  desk.remove();
  rmSync(folder, { recursive: true, force: true });
});

test('volatility, Sharpe and drawdown are those that the report of the same returns has', () => {
  const { status, net } = desk.read((ledger) => ({
    status: accountStatus(ledger, 'desk'),
    net: Float64Array.from(ledger.all<{ net: number }>('SELECT net FROM holdings ORDER BY session'), ({ net }) => net),
  }));
  const { risk, last } = status;
  expect(risk!.volatility).toMatchObject({
    sessions: 20,
    target: 0.1,
    perYear: rollingVolatility(net, 20, 252).at(-1),
  });
  expect(risk!.sharpe).toEqual({ sessions: 60, figure: rollingSharpe(net, 60, 252).at(-1) });
  expect(last!.drawdown).toBeCloseTo(drawdowns(net).at(-1)!, 12);
  expect(last!.maxDrawdown).toBeCloseTo(Math.min(...drawdowns(net)), 12);
  expect(last!.equity / status.account.capital).toBeCloseTo(equityCurve(net).at(-1)!, 12);
});

test('stops read what the engine reads: by hand from the returns', () => {
  const { risk, net, equity } = desk.read((ledger) => ({
    risk: accountStatus(ledger, 'desk').risk!,
    net: ledger.all<{ net: number }>('SELECT net FROM holdings ORDER BY session').map(({ net }) => net),
    equity: ledger.all<{ equity: number }>('SELECT equity FROM sessions ORDER BY number').map(({ equity }) => equity),
  }));
  const deviation = (values: readonly number[]) => {
    const mean = values.reduce((a, b) => a + b) / values.length;
    return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
  };
  const [drawdown, day, sharpe] = risk.stops;
  const below = 1 - equity.at(-1)! / Math.max(...equity);
  expect(drawdown).toMatchObject({ reads: 'drawdown', comparison: '>', limit: 0.25 });
  expect(drawdown!.figure).toBeCloseTo(below, 12);
  expect(drawdown!.distance).toBeCloseTo(0.25 - below, 12);
  expect(drawdown!.used).toBeCloseTo(below / 0.25, 12);

  expect(day).toMatchObject({ reads: 'day_return', comparison: '<' });
  expect(day!.figure).toBeCloseTo(net.at(-1)!, 12);
  // Of the ten returns before the latest.
  const limit = -9 * deviation(net.slice(-11, -1));
  expect(day!.limit).toBeCloseTo(limit, 12);
  expect(day!.distance).toBeCloseTo(net.at(-1)! - limit, 12);

  const last30 = net.slice(-30);
  const figure = (last30.reduce((a, b) => a + b) / 30 / deviation(last30)) * Math.sqrt(252);
  expect(sharpe).toMatchObject({ reads: 'sharpe', limit: -40, used: 0 });
  expect(sharpe!.figure).toBeCloseTo(figure, 9);
});

test('before a window is full there is no figure, and no distance', async () => {
  const young = await PaperDesk.open(smallStrategy(STOPS));
  try {
    await young.invoke({ clock: replay('2022-01-01', '2022-01-14') });
    const { risk } = young.read((ledger) => accountStatus(ledger, 'desk'));
    expect(risk!.volatility.perYear).toBeNull();
    expect(risk!.sharpe.figure).toBeNull();
    expect(risk!.stops[2]).toMatchObject({ figure: null, distance: null, used: null });
  } finally {
    young.remove();
  }
});

test('positions with what was wanted and predicted, orders that wait before those that were filled, sessions newest first', () => {
  const { status, positions, waiting } = desk.read((ledger) => ({
    status: accountStatus(ledger, 'desk'),
    positions: ledger.all(
      `SELECT ticker, prediction FROM inputs JOIN positions USING (session, ticker)
       WHERE session = (SELECT max(id) FROM sessions) ORDER BY ticker`,
    ),
    waiting: ledger.all("SELECT ticker FROM orders WHERE state = 'waiting' ORDER BY ticker"),
  }));
  const byTicker = status.positions
    .map(({ ticker, prediction }) => ({ ticker, prediction }))
    .sort((a, b) => (a.ticker < b.ticker ? -1 : 1));
  expect(byTicker).toEqual(positions);
  const { long, short, gross } = status.risk!.exposure;
  expect(gross).toBeCloseTo(
    status.positions.reduce((sum, { weight }) => sum + Math.abs(weight), 0),
    12,
  );
  expect(long + short).toBeCloseTo(status.risk!.exposure.net, 12);

  const states = status.orders.map(({ state }) => state);
  expect(states.lastIndexOf('waiting')).toBe(waiting.length - 1);
  expect(new Set(status.orders.map(({ decided }) => decided)).size).toBe(5);
  const filled = status.orders.find(({ state }) => state === 'filled')!;
  expect(filled.value).toBeCloseTo(filled.quantity! * filled.price!, 9);
  expect(status.sessions[0]).toMatchObject({ day: status.last!.day, clock: 'replay', late: false, stops: [] });
});

test('live, a session booked after a later one had closed is late, whatever the date is there', () => {
  const at = (bookedAt: string) => {
    const ledger = Ledger.open(desk.file);
    try {
      // Monday 2022-03-28; New York closes at 20:00 UTC.
      ledger.run("UPDATE sessions SET clock = 'live', booked_at = ? WHERE day = '2022-03-28'", bookedAt);
      return accountStatus(ledger, 'desk').sessions.find(({ day }) => day === '2022-03-28')!.late;
    } finally {
      ledger.close();
    }
  };
  expect(at('2022-03-28T20:16:00.000Z')).toBe(false);
  expect(at('2022-03-29T03:00:00.000Z')).toBe(false);
  expect(at('2022-03-29T19:59:00.000Z')).toBe(false);
  expect(at('2022-03-29T20:00:00.000Z')).toBe(true);
});

test('an account that lost at once is below its capital, in the status as in the journal', async () => {
  const own = await PaperDesk.open(smallStrategy());
  try {
    await own.invoke({ clock: replay('2022-01-01', '2022-01-03') });
    const ledger = Ledger.open(own.file);
    ledger.run('UPDATE sessions SET equity = 0.9 * (SELECT capital FROM accounts)');
    const { last } = accountStatus(ledger, 'desk');
    const [booked] = journalSessions(ledger, 'desk', '');
    ledger.close();
    expect(last).toMatchObject({
      sessions: 1,
      drawdown: expect.closeTo(-0.1, 12),
      maxDrawdown: expect.closeTo(-0.1, 12),
    });
    expect(booked!.equity / booked!.peak - 1).toBeCloseTo(-0.1, 12);
  } finally {
    own.remove();
  }
});

test('what a stop read is what was recorded: a plan of today that has none changes nothing of it', async () => {
  const own = await PaperDesk.open(smallStrategy(STOPS));
  try {
    await own.invoke({ clock: replay('2022-01-01', '2022-02-28') });
    const before = own.read((ledger) => accountStatus(ledger, 'desk').risk!.stops);
    expect(before.map(({ reads }) => reads)).toEqual(['drawdown', 'day_return', 'sharpe']);
    const ledger = Ledger.open(own.file);
    const account = findAccount(ledger, 'desk')!;
    changePlan(ledger, account, compiled(smallStrategy()), modelsOf(ledger, account), 'now');
    ledger.close();
    expect(own.read((ledger) => accountStatus(ledger, 'desk').risk!.stops)).toEqual(before);
  } finally {
    own.remove();
  }
});

test('of thousands of sessions the course is thinned to evenly spaced ones, the last included', async () => {
  const plan = compiled(smallStrategy(STOPS));
  const file = join(folder, 'ledger.db');
  await writeLargeLedger(file, plan, 'old', { sessions: 1999, positions: 3 });
  const ledger = Ledger.read(file)!;
  try {
    const { equity, last, positions, sessions, stops } = accountStatus(ledger, 'old');
    expect(equity).toHaveLength(400);
    expect(equity.at(-1)).toMatchObject({ day: last!.day, equity: last!.equity });
    const number = (day: string) =>
      ledger.get<{ number: number }>('SELECT number FROM sessions WHERE day = ?', day)!.number;
    expect(equity.slice(0, 3).map(({ day }) => number(day))).toEqual([3, 8, 13]);
    expect(last).toMatchObject({ sessions: 1999, first: '1980-01-07' });
    expect([positions.length, sessions.length, stops.length]).toEqual([3, 60, 1]);
  } finally {
    ledger.close();
  }
});

test('a watch reads when something was written, and only then; a writer waits for nobody who looks', async () => {
  const watch = new LedgerWatch(desk.file);
  const reader = Ledger.read(desk.file)!;
  try {
    const first = watch.look(null)!;
    expect(first).toMatchObject({ names: ['desk'], status: { account: { name: 'desk' } } });
    expect(watch.look(null)).toBeNull();
    // While a look lasts somebody writes; who had to wait would throw.
    reader.look(() => {
      const before = accountStatus(reader, 'desk').last!.sessions;
      const writer = Ledger.open(desk.file);
      writer.run('PRAGMA busy_timeout = 0');
      writer.run("INSERT INTO halts VALUES ('*', 'a test', '2022-04-01T00:00:00.000Z')");
      writer.close();
      // Of one instant, however long it takes.
      expect(accountStatus(reader, 'desk')).toMatchObject({ halts: [], last: { sessions: before } });
    });
    expect(watch.look(null)!.status!.halts).toHaveLength(1);
    expect(watch.look(null)).toBeNull();
    expect(watch.look('nobody')).toEqual({ names: ['desk'], status: null });
  } finally {
    watch.close();
    reader.close();
  }
});

test('an invocation is at work as long as it has its lock: one that was killed is not', async () => {
  const watch = new LedgerWatch(desk.file);
  try {
    expect(watch.look('desk')!.status!.atWork).toBe(false);
    await withAccountLock(desk.file, 'desk', { signal: new AbortController().signal }, async () => {
      expect(watch.look('desk')!.status!.atWork).toBe(true);
      expect(watch.look('desk')).toBeNull();
    });
    expect(watch.look('desk')!.status!.atWork).toBe(false);
  } finally {
    watch.close();
  }
});

test('before there is a file a watch sees nothing, and then what was opened', async () => {
  const file = join(folder, 'later', 'ledger.db');
  const watch = new LedgerWatch(file);
  expect(watch.look('old')).toEqual({ names: [], status: null });
  expect(watch.look('old')).toBeNull();
  await writeLargeLedger(file, compiled(smallStrategy()), 'old', { sessions: 3, positions: 1 });
  expect(watch.look('old')!.status!.last!.sessions).toBe(3);
  watch.close();
});
