/** The adapter, against a broker that loses, delays and garbles: an order arrives once, and is never thought lost. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AlpacaBroker } from '../../../../runtime/paper/brokers/alpaca.ts';
import { FakeBroker, type Fault, KEYS } from '../../../support/fakeBroker.ts';

const ORDER = { id: 'desk/2025-06-02/BRK-B', ticker: 'BRK-B', quantity: -12, at: 'open' } as const;
const TAKEN = { state: 'working', filled: 0, price: null, reason: null };

let server: FakeBroker;
beforeEach(async () => {
  server = await FakeBroker.start();
});
afterEach(() => server.stop());

function broker(keys = KEYS): AlpacaBroker {
  const names = { key_from: 'KEY', secret_from: 'SECRET', most_apart: 0.05 };
  return new AlpacaBroker({ url: server.url, timeout_seconds: 0.15, ...names }, keys, 1);
}

/** One after the other, on orders that are placed. */
function faults(...sequence: readonly (Fault | null)[]): void {
  const left = [...sequence];
  server.fault = (method) => (method === 'POST' ? (left.shift() ?? null) : null);
}

test('an order arrives as it is, for its auction', async () => {
  expect(await broker().place(ORDER)).toEqual(TAKEN);
  expect([...server.orders.values()]).toMatchObject([{ symbol: 'BRK.B', quantity: -12, auction: 'opg' }]);
  server.auction(480.5);
  expect(await broker().find(ORDER)).toEqual({ state: 'filled', filled: -12, price: 480.5, reason: null });
  expect((await broker().holdings()).positions).toEqual(new Map([['BRK.B', -12]]));
});

test.each<readonly (Fault | null)[][]>([
  [['lose request']],
  [['lose answer']],
  [['silence']],
  [['garbage', 500, 429]],
  [['lose answer', 'lose answer', 'lose answer']],
])('after %j it has arrived once', async (sequence) => {
  faults(...sequence);
  expect(await broker().place(ORDER)).toEqual(TAKEN);
  expect(server.arrived).toEqual([ORDER.id]);
});

test('given again it is answered as it stands, filled in part too', async () => {
  await broker().place({ ...ORDER, quantity: 10 });
  server.auction(50, () => 4);
  const again = await broker().place({ ...ORDER, quantity: 10 });
  expect(again).toEqual({ state: 'expired', filled: 4, price: 50, reason: null });
  expect(server.arrived).toEqual([ORDER.id]);
});

test('one that is not wanted is rejected, in the words of the broker', async () => {
  server.refuse = () => 'asset "BRK.B" cannot be sold short';
  expect(await broker().place(ORDER)).toEqual({
    ...{ state: 'rejected', filled: 0, price: null },
    reason: 'asset "BRK.B" cannot be sold short',
  });
  expect(await broker().find(ORDER)).toBeNull();
});

test('four times without an answer is an error, and what happened is found out later', async () => {
  faults('lose answer', 'silence', 500, 'garbage');
  await expect(broker().place(ORDER)).rejects.toMatchObject({ code: 'broker-unreachable' });
  expect(await broker().find(ORDER)).toEqual(TAKEN);
});

test('an answer about something else is not taken for one', async () => {
  await broker().place(ORDER);
  await expect(broker().find({ ...ORDER, quantity: -13 })).rejects.toMatchObject({
    code: 'broker-unreachable',
    message: expect.stringContaining('with another one'),
  });
});

test('keys are not carried to where it sends us on', async () => {
  const other = await FakeBroker.start();
  server.fault = () => ({ elsewhere: other.url });
  await expect(broker().holdings()).rejects.toMatchObject({ code: 'broker-unreachable' });
  await expect(broker().place(ORDER)).rejects.toMatchObject({ code: 'broker-unreachable' });
  expect(other.requests).toBe(0);
  other.stop();
});

test('wrong keys, a blocked account, and an address that is not for paper', async () => {
  await expect(broker({ key: 'wrong', secret: 'wrong-too' }).holdings()).rejects.toMatchObject({
    code: 'broker-refused',
    message: expect.not.stringContaining('wrong'),
  });
  server.status = 'ACCOUNT_UPDATED';
  await expect(broker().holdings()).rejects.toMatchObject({ code: 'broker-refused' });
  const config = { url: 'https://api.example.com', key_from: '', secret_from: '', most_apart: 0, timeout_seconds: 1 };
  expect(() => new AlpacaBroker(config, KEYS)).toThrow('does not say that it is for trading on paper');
});
