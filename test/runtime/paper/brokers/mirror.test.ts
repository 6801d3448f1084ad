/** An account that is held elsewhere as well, evening after evening, with everything that can go wrong between two of them. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fromIsoDay } from '../../../../runtime/market.ts';
import { AlpacaBroker } from '../../../../runtime/paper/brokers/alpaca.ts';
import { halt, liftHalt } from '../../../../runtime/paper/ledger/accounts.ts';
import { Ledger } from '../../../../runtime/paper/ledger/ledger.ts';
import { openOrders, recordAnswer, recordMissed, remotePositions } from '../../../../runtime/paper/ledger/remote.ts';
import { marketRequest } from '../../../../runtime/ports.ts';
import { isTemporary } from '../../../../runtime/problems/problems.ts';
import { random as randomOf } from '../../../../runtime/random.ts';
import { smallStrategy } from '../../../support/command.ts';
import { FakeBroker, type Fault, KEYS } from '../../../support/fakeBroker.ts';
import { eveningOf, ofOneMarket } from '../../../support/liveMarket.ts';
import { compiled, PaperDesk, replay } from '../../../support/paper.ts';

/** New York traded on all of them. */
const EVENINGS = ['2022-01-03', '2022-01-04', '2022-01-05', '2022-01-06', '2022-01-07', '2022-01-10'];

let desk: PaperDesk;
let server: FakeBroker;
beforeEach(async () => {
  [desk, server] = [await PaperDesk.open(), await FakeBroker.start()];
  desk.data = await ofOneMarket(desk.data, marketRequest(desk.plan));
});
afterEach(() => {
  desk.remove();
  server.stop();
});

interface Evening {
  /** Hours after the first moment at which the session can be booked, 17:00 in New York. */
  readonly late?: number;
  readonly accept?: boolean;
  readonly mostApart?: number;
  readonly meddle?: (ledger: Ledger) => void;
}

async function evening(day: string, { late = 2.25, accept = false, mostApart = 0.2, meddle }: Evening = {}) {
  const clock = eveningOf(fromIsoDay(day));
  const now = new Date(clock.kind === 'live' ? clock.now + late * 3_600_000 : 0);
  desk.now = () => now;
  server.now = () => now;
  const config = { url: server.url, key_from: '', secret_from: '', most_apart: 0.2, timeout_seconds: 0.5 };
  const remote = { broker: new AlpacaBroker(config, KEYS, 1), mostApart };
  await desk.invoke({ clock, acceptPositions: accept }, meddle, remote);
}

/** Prices of the made-up market are none of the broker's business: shares are what is compared. */
async function evenings(days: readonly string[], options: Evening = {}) {
  for (const day of days) {
    await evening(day, options);
    server.auction();
  }
}

function positionsThere(): Record<string, number> {
  return Object.fromEntries([...server.positions].sort());
}

function positionsKnown(): Record<string, number> {
  const rows = desk.read((ledger) =>
    ledger.all<{ ticker: string; quantity: number }>('SELECT ticker, quantity FROM remote_positions'),
  );
  return Object.fromEntries(rows.map(({ ticker, quantity }) => [ticker, quantity]));
}

test('it is held as the book says, in whole shares, an opening after the decision', async () => {
  await evenings(EVENINGS);
  await evening('2022-01-11');
  expect(positionsKnown()).toEqual(positionsThere());
  const apart = desk.read((ledger) =>
    ledger.all<{ apart: number | null }>('SELECT apart FROM remote_sessions ORDER BY session'),
  );
  expect(apart[0]).toEqual({ apart: null });
  // Sized at the close and filled at the open: what a night's move of a book of 100% makes of it.
  for (const each of apart.slice(2)) expect(each.apart).toBeLessThan(0.05);
  expect(apart.at(-1)!.apart).toBeGreaterThan(0);
  expect([...server.orders.values()].every(({ auction }) => auction === 'opg')).toBe(true);
  expect(desk.told.filter(({ type }) => type === 'paper-handed-over')).toHaveLength(7);
});

test('nobody there changes a figure of the book', async () => {
  await evenings(EVENINGS);
  const figures = (ledger: Ledger) => ledger.all('SELECT day, equity, cash FROM sessions ORDER BY day');
  const alone = await PaperDesk.open();
  try {
    alone.data = desk.data;
    for (const day of EVENINGS) await alone.invoke({ clock: eveningOf(fromIsoDay(day)) });
    expect(desk.read(figures)).toEqual(alone.read(figures));
  } finally {
    alone.remove();
  }
});

test('with requests and answers lost at random it comes to the same shares, and no order arrives twice', async () => {
  await evenings(EVENINGS);
  const undisturbed = { positions: positionsThere(), orders: [...server.orders.keys()].sort() };
  desk.remove();
  server.stop();
  [desk, server] = [await PaperDesk.open(), await FakeBroker.start()];
  desk.data = await ofOneMarket(desk.data, marketRequest(desk.plan));
  const random = randomOf(7);
  const kinds: readonly Fault[] = ['lose request', 'lose answer', 'garbage', 500, 429];
  server.fault = () => (random.uniform() < 0.4 ? kinds[Math.floor(kinds.length * random.uniform())]! : null);
  let unreachable = 0;
  for (const day of EVENINGS) {
    for (let isDone = false; !isDone; ) {
      try {
        await evening(day);
        isDone = true;
      } catch (error) {
        expect(error).toMatchObject({ code: 'broker-unreachable' });
        unreachable++;
      }
    }
    server.auction();
  }
  expect(unreachable).toBeGreaterThan(0);
  expect({ positions: positionsThere(), orders: [...server.orders.keys()].sort() }).toEqual(undisturbed);
  expect(new Set(server.arrived).size).toBe(server.arrived.length);
});

test('what was rejected or filled in part is told, and made good by the next orders', async () => {
  await evening(EVENINGS[0]!);
  const [short] = [...server.orders.values()].filter(({ quantity }) => quantity < 0);
  server.auction(100, ({ symbol, quantity }) => (symbol === short!.symbol ? 0 : Math.trunc(quantity / 2)));
  await evening(EVENINGS[1]!, { mostApart: 1 });
  expect(desk.told).toContainEqual({
    ...{ type: 'paper-order-unfilled', ticker: short!.symbol, quantity: short!.quantity, filled: 0, state: 'expired' },
    reason: null,
  });
  server.refuse = (symbol) => (symbol === short!.symbol ? 'no shares to borrow' : null);
  server.auction();
  await evening(EVENINGS[2]!, { mostApart: 1 });
  server.refuse = () => null;
  server.auction();
  await evenings(EVENINGS.slice(3, 5));
  await evening(EVENINGS[5]!, { mostApart: 0.05 });
  expect(positionsKnown()).toEqual(positionsThere());
});

test('too far from the book it stops, and the session stays due', async () => {
  await evening(EVENINGS[0]!);
  server.auction(100, () => 0);
  await expect(evening(EVENINGS[1]!)).rejects.toMatchObject({ code: 'broker-apart' });
  expect(desk.read((ledger) => ledger.get('SELECT max(day) AS day FROM sessions'))).toEqual({ day: EVENINGS[0] });
  await evening(EVENINGS[1]!, { mostApart: 2 });
});

test('what somebody trades by hand stops it, until it is accepted', async () => {
  await evenings(EVENINGS.slice(0, 2));
  const [symbol, shares] = [...server.positions][0]!;
  server.positions.set(symbol, shares + 1);
  server.positions.set('ELSE', 5);
  const sessions = () => desk.read((ledger) => ledger.get('SELECT count(*) AS n FROM sessions'));
  await expect(evening(EVENINGS[2]!)).rejects.toMatchObject({
    code: 'paper-positions-differ',
    message: expect.stringContaining(`${symbol} ${shares + 1} instead of ${shares}`),
  });
  expect(sessions()).toEqual({ n: 2 });
  await evening(EVENINGS[2]!, { accept: true });
  server.auction();
  await evening(EVENINGS[3]!);
  // The account is the book's: what it does not hold is sold.
  expect(server.positions.has('ELSE')).toBe(false);
});

test('what is accepted by another spelling is the stock of the book: it is not bought once more', async () => {
  // As the broker writes shares of a class, and the book does not.
  const plain = desk.data;
  desk.data = {
    ...plain,
    load: async (...words) => {
      const market = await plain.load(...words);
      return { ...market, tickers: market.tickers.map((ticker) => `${ticker}-B`) };
    },
  };
  await evening(EVENINGS[0]!);
  server.auction();
  const other = await PaperDesk.open();
  other.data = desk.data;
  desk.remove();
  desk = other;
  // An account begun anew with what is there: the same decision has nothing to trade.
  await evening(EVENINGS[0]!, { accept: true });
  expect(positionsKnown()).toEqual(positionsThere());
  expect(desk.read((ledger) => ledger.all('SELECT * FROM remote_orders'))).toEqual([]);
});

test('orders that were not handed over in time are missed, and none is given late', async () => {
  await evening(EVENINGS[0]!);
  server.auction();
  server.fault = (method) => (method === 'POST' ? 500 : null);
  await expect(evening(EVENINGS[1]!)).rejects.toMatchObject({ code: 'broker-unreachable' });
  server.fault = () => null;
  const before = server.arrived.length;
  // 9:29 of the next morning: two minutes before the opening no more is taken.
  await evening(EVENINGS[1]!, { late: 16.5 });
  expect(server.arrived).toHaveLength(before);
  expect(
    desk.read((ledger) => ledger.get("SELECT count(*) > 0 AS any FROM remote_orders WHERE state = 'missed'")),
  ).toEqual({ any: 1 });
  await evening(EVENINGS[2]!, { mostApart: 1 });
  expect(server.arrived.length).toBeGreaterThan(before);
});

test('what fails at the broker, before a session and after it, is in the row of the invocation', async () => {
  const rows = () =>
    desk.read((ledger) => ledger.all<{ outcome: string }>('SELECT outcome, sessions FROM runs ORDER BY id'));
  server.fault = (method) => (method === 'POST' ? 500 : null);
  await expect(evening(EVENINGS[0]!)).rejects.toMatchObject({ code: 'broker-unreachable' });
  expect(rows()).toEqual([{ outcome: 'broker-unreachable', sessions: 1 }]);
  await expect(evening(EVENINGS[0]!)).rejects.toMatchObject({ code: 'broker-unreachable' });
  expect(rows()[1]).toEqual({ outcome: 'broker-unreachable', sessions: 0 });
  server.fault = () => null;
  await evening(EVENINGS[0]!);
  await expect(evening(EVENINGS[1]!)).rejects.toMatchObject({ code: 'broker-working' });
  expect(rows().slice(2)).toEqual([
    { outcome: 'finished', sessions: 0 },
    { outcome: 'broker-working', sessions: 0 },
  ]);
});

test('orders that are still working when the next session is due', async () => {
  await evening(EVENINGS[0]!);
  await expect(evening(EVENINGS[1]!)).rejects.toMatchObject({ code: 'broker-working' });
  server.auction();
  await evening(EVENINGS[1]!);
});

test('orders wait for the hour from which they are taken, and a schedule that tries again gives them', async () => {
  const waiting = () => desk.read((ledger) => ledger.all('SELECT DISTINCT state FROM remote_orders'));
  for (const late of [0, 1.99]) {
    await expect(evening(EVENINGS[0]!, { late })).rejects.toMatchObject({
      code: 'broker-not-yet',
      message: expect.stringContaining('from 2022-01-04T00:00:00.000Z on'),
    });
    expect(waiting()).toEqual([{ state: 'waiting' }]);
  }
  expect(isTemporary('broker-not-yet')).toBe(true);
  expect(desk.read((ledger) => ledger.get('SELECT count(*) AS n FROM sessions'))).toEqual({ n: 1 });
  await evening(EVENINGS[0]!, { late: 2 });
  expect(waiting()).toEqual([{ state: 'working' }]);
});

test('who always comes too late is told so, and stops as anybody who is too far from the book', async () => {
  await evening(EVENINGS[0]!);
  server.auction();
  desk.told.length = 0;
  await evening(EVENINGS[1]!, { late: 16.5 });
  const missed = desk.read((ledger) =>
    ledger.all("SELECT ticker, quantity FROM remote_orders WHERE state = 'missed' ORDER BY ticker"),
  );
  expect(missed.length).toBeGreaterThan(0);
  expect(desk.told.filter(({ type }) => type === 'paper-order-unfilled')).toEqual(
    missed.map((order) => ({ type: 'paper-order-unfilled', ...order, filled: 0, state: 'missed', reason: null })),
  );
  await expect(evening(EVENINGS[2]!, { mostApart: 0.001 })).rejects.toMatchObject({ code: 'broker-apart' });
});

test('sessions that are caught up with could not be given in time: nothing is compared before the last one', async () => {
  await evening(EVENINGS[0]!);
  server.auction();
  await evening(EVENINGS[3]!);
  server.auction();
  await evening(EVENINGS[4]!);
  const apart = desk.read((ledger) =>
    ledger.all<{ apart: number | null }>('SELECT apart FROM remote_sessions ORDER BY session'),
  );
  expect(apart.map((each) => each.apart !== null)).toEqual([false, true, false, false, true]);
});

test('an order that it has taken and does not know any more may still fill: it is not missed', async () => {
  await evening(EVENINGS[0]!);
  const [lost] = server.orders.values();
  server.orders.delete(lost!.id);
  await expect(evening(EVENINGS[0]!, { late: 20 })).rejects.toMatchObject({
    code: 'broker-unreachable',
    message: expect.stringContaining(`has taken the order ${lost!.id}, and now does not know it`),
  });
  server.orders.set(lost!.id, lost!);
  server.auction();
  await evening(EVENINGS[1]!);
  expect(positionsKnown()).toEqual(positionsThere());
});

test('what was given meanwhile is not missed', async () => {
  await evening(EVENINGS[0]!);
  const ledger = Ledger.open(desk.file);
  const state = () => ledger.all('SELECT DISTINCT state FROM remote_orders');
  for (const order of openOrders(ledger, 'desk')) recordMissed(ledger, order);
  expect(state()).toEqual([{ state: 'working' }]);
  ledger.close();
});

test('a halt keeps orders back that are written already', async () => {
  server.fault = (method) => (method === 'POST' ? 500 : null);
  await expect(evening(EVENINGS[0]!)).rejects.toMatchObject({ code: 'broker-unreachable' });
  server.fault = () => null;
  const stop = (ledger: Ledger) => halt(ledger, { scope: 'desk', reason: 'a test', since: 'now' });
  await expect(evening(EVENINGS[0]!, { meddle: stop })).rejects.toMatchObject({ code: 'paper-halted' });
  expect(server.arrived).toEqual([]);
  await evening(EVENINGS[0]!, { meddle: (ledger) => liftHalt(ledger, 'desk') });
  expect(server.arrived.length).toBeGreaterThan(0);
});

test('who cannot be held elsewhere: a replay, a fill that is over, another broker, none', async () => {
  const remote = {
    broker: new AlpacaBroker(
      { url: server.url, key_from: '', secret_from: '', most_apart: 1, timeout_seconds: 1 },
      KEYS,
    ),
    mostApart: 1,
  };
  const refused = (code: string, request: Parameters<PaperDesk['invoke']>[0], by: typeof remote | null = remote) =>
    expect(desk.invoke(request, undefined, by)).rejects.toMatchObject({ code });
  const clock = eveningOf(fromIsoDay(EVENINGS[0]!));
  await refused('broker-unfit', { clock: replay('2022-01-01', '2022-01-31') });
  const changed = (changes: Readonly<Record<string, string>>) => compiled(smallStrategy(changes));
  await refused('broker-unfit', { clock, account: 'a', plan: changed({ 'fill at next open': 'fill at close' }) });
  await refused('broker-unfit', { clock, account: 'b', plan: changed({ 'limit weight 40%': 'limit turnover 15%' }) });
  await evening(EVENINGS[0]!);
  await refused('paper-other-broker', { clock: eveningOf(fromIsoDay(EVENINGS[1]!)) }, null);
});

test('an answer that comes late takes nothing back', async () => {
  await evening(EVENINGS[0]!);
  const { id, symbol, quantity } = [...server.orders.values()][0]!;
  const order = { id, ticker: symbol, quantity, at: 'open' } as const;
  const ledger = Ledger.open(desk.file);
  const working = { state: 'working', price: null, reason: null } as const;
  recordAnswer(ledger, 'desk', order, { ...working, filled: quantity, price: 100, state: 'filled' });
  recordAnswer(ledger, 'desk', order, { ...working, filled: 0 });
  expect(remotePositions(ledger, 'desk').get(symbol)).toBe(quantity);
  ledger.close();
});

test('nor does one of an earlier part take anything of a later one back', async () => {
  await evening(EVENINGS[0]!);
  const { id, symbol, quantity } = [...server.orders.values()].find((order) => order.quantity > 5)!;
  const ledger = Ledger.open(desk.file);
  const working = { state: 'working', price: 100, reason: null } as const;
  for (const filled of [5, 3]) {
    recordAnswer(ledger, 'desk', { id, ticker: symbol, quantity, at: 'open' }, { ...working, filled });
  }
  expect(remotePositions(ledger, 'desk').get(symbol)).toBe(5);
  expect(ledger.get('SELECT filled FROM remote_orders WHERE id = ?', id)).toEqual({ filled: 5 });
  ledger.close();
});
