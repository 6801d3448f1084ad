/** What is said of an account that is held elsewhere as well: by the fake broker's own books. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { mirrorChecks } from '../../../../runtime/doctor/mirror.ts';
import { fromIsoDay } from '../../../../runtime/market.ts';
import { AlpacaBroker } from '../../../../runtime/paper/brokers/alpaca.ts';
import { accountStatus } from '../../../../runtime/paper/status/status.ts';
import { marketRequest } from '../../../../runtime/ports.ts';
import { statusLines } from '../../../../runtime/ui/statusLines.ts';
import { FakeBroker, KEYS } from '../../../support/fakeBroker.ts';
import { eveningOf, ofOneMarket } from '../../../support/liveMarket.ts';
import { PaperDesk } from '../../../support/paper.ts';

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

async function evening(day: string, { accept = false, mostApart = 0.2 } = {}): Promise<void> {
  const clock = eveningOf(fromIsoDay(day));
  // 19:15 in New York, when orders are taken.
  const now = new Date(clock.kind === 'live' ? clock.now + 2.25 * 3_600_000 : 0);
  desk.now = () => now;
  const config = { url: server.url, key_from: '', secret_from: '', most_apart: mostApart, timeout_seconds: 0.5 };
  const remote = { broker: new AlpacaBroker(config, KEYS, 1), mostApart };
  await desk.invoke({ clock, acceptPositions: accept }, undefined, remote);
}

const status = () => desk.read((ledger) => accountStatus(ledger, 'desk'));
const checks = () => desk.read(mirrorChecks);

test('orders, how far apart, how far it may be', async () => {
  await evening('2022-01-03');
  const given = server.orders.size;
  expect(status().mirror).toMatchObject({
    orders: { day: '2022-01-03', all: given, handedOver: given, filled: 0 },
    ...{ apart: null, equity: server.equity, stoppedBy: null },
  });
  expect(status().mirror!.orders!.unfilled.map(({ state }) => state)).toEqual(Array(given).fill('working'));
  const [refused, halved, ...others] = [...server.orders.values()].filter(({ quantity }) => Math.abs(quantity) > 1);
  server.auction(100, ({ symbol, quantity }) => {
    if (symbol === refused!.symbol) return 0;
    return symbol === halved!.symbol ? Math.trunc(quantity / 2) : quantity;
  });
  server.refuse = () => 'no shares to borrow';
  await evening('2022-01-04', { mostApart: 1.5 });
  const { mirror } = status();
  expect(mirror!.apart).toMatchObject({ day: '2022-01-04', most: 1.5 });
  expect(mirror!.apart!.figure).toBeGreaterThan(0);
  expect(mirror!.orders).toMatchObject({ day: '2022-01-04', filled: 0 });
  expect(mirror!.orders!.unfilled[0]).toMatchObject({ state: 'rejected', reason: 'no shares to borrow', filled: 0 });
  expect(others.length).toBeGreaterThan(0);
  expect(checks()).toMatchObject([{ grade: 'warn', what: expect.stringContaining(' rejected') }]);
  const lines = statusLines(status()).join('\n');
  expect(lines).toContain(`held at ${mirror!.broker} as well: `);
  expect(lines).toContain('rejected: no shares to borrow');
});

test('what stops it before a session is seen, until it is put right', async () => {
  await evening('2022-01-03');
  server.auction();
  const [symbol, shares] = [...server.positions][0]!;
  server.positions.set(symbol, shares + 1);
  await expect(evening('2022-01-04')).rejects.toMatchObject({ code: 'paper-positions-differ' });
  expect(status().mirror!.stoppedBy).toBe('paper-positions-differ');
  expect(checks()).toMatchObject([{ grade: 'fail', advice: expect.stringContaining('--accept-positions') }]);
  expect(statusLines(status()).join('\n')).toContain('--accept-positions');
  await evening('2022-01-04', { accept: true });
  expect(status().mirror!.stoppedBy).toBeNull();
  expect(checks()).toMatchObject([{ grade: 'ok' }]);
});

test('too far from the book', async () => {
  await evening('2022-01-03');
  server.auction(100, () => 0);
  await expect(evening('2022-01-04')).rejects.toMatchObject({ code: 'broker-apart' });
  expect(status().mirror!.stoppedBy).toBe('broker-apart');
  expect(checks()).toMatchObject([{ grade: 'fail', advice: expect.stringContaining('most_apart') }]);
});

test('the next session is that after the last, at the close in New York; a replay waits for none', async () => {
  await evening('2022-01-14');
  // Monday was Martin Luther King Day; winter: 16:00 there is 21:00 UTC.
  expect(status().next).toEqual({ day: '2022-01-18', at: '2022-01-18T21:00:00.000Z' });
});
