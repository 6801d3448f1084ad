/** Whole shares from weights, and until when they can be ordered: worked out by hand. */
import { expect, test } from 'vitest';
import { calendarNamed } from '../../../../runtime/calendar/calendar.ts';
import { fromIsoDay } from '../../../../runtime/market.ts';
import {
  apartOf,
  bySymbol,
  byTicker,
  remoteOrdersOf,
  takenUntil,
} from '../../../../runtime/paper/brokers/remoteOrders.ts';

const PRICES: Readonly<Record<string, number>> = { A: 30, B: 7, C: Number.NaN };
const BOOK = { equity: 10_000, price: (ticker: string) => PRICES[ticker]! };

function ordered(wanted: Readonly<Record<string, number>>, held: Readonly<Record<string, number>>) {
  const orders = Object.entries(wanted).map(([ticker, weight]) => ({ id: ticker, ticker, wanted: weight }));
  return remoteOrdersOf({ ...BOOK, orders }, new Map(Object.entries(held)), 'open').map(({ ticker, quantity }) => [
    ticker,
    quantity,
  ]);
}

test('towards zero: never more than was wanted', () => {
  expect(ordered({ A: 0.1, B: -0.1 }, {})).toEqual([
    ['A', 33], // 1,000 USD at 30
    ['B', -142], // 1,000 USD at 7 are 142.86 shares
  ]);
});

test('from what is held there, and nothing where it is as it should be', () => {
  expect(ordered({ A: 0.1, B: -0.1 }, { A: 30, B: -142 })).toEqual([['A', 3]]);
});

test('from one side to the other is first to nothing', () => {
  expect(ordered({ A: -0.1 }, { A: 5 })).toEqual([['A', -5]]);
});

test('without a price it is left, and can be sold all the same', () => {
  expect(ordered({ C: 0.1 }, { C: 3 })).toEqual([]);
  expect(ordered({ C: 0 }, { C: 3 })).toEqual([['C', -3]]);
});

test('how far apart: the value that is too much, too little, or not in the book', () => {
  const weights = new Map([
    ['A', 0.09],
    ['C', 0.5],
  ]);
  const held = new Map([
    ['A', 33], // 990 USD of 10,000: 0.9% too much
    ['B', 100], // 7%, and none in the book
    ['C', 3],
  ]);
  expect(apartOf(weights, held, BOOK)).toBeCloseTo(0.009 + 0.07, 12);
});

test('one stock by two spellings is held once', () => {
  const broker = { symbolOf: (ticker: string) => ticker.replace('-', '.') };
  const written = new Map(Object.entries({ 'BRK.B': 5, 'BRK-B': 7, ELSE: 2, 'BF-B': 3, 'BF.B': -3 }));
  expect([...bySymbol(written, broker)]).toEqual([
    ['BRK.B', 12],
    ['ELSE', 2],
    ['BF.B', 0],
  ]);
  expect([...byTicker(written, ['A', 'BRK-B'], broker)]).toEqual([
    ['BRK-B', 12],
    ['ELSE', 2],
  ]);
});

test('orders are taken until just before the auction of the next session', () => {
  const until = (day: string, at: 'open' | 'close') =>
    takenUntil(calendarNamed('XNYS'), fromIsoDay(day), at, { takesUntil: { open: 2, close: 10 } }).toISOString();
  expect(until('2025-07-03', 'open')).toBe('2025-07-07T13:28:00.000Z'); // the 4th is a holiday, then a weekend; 9:30 EDT
  expect(until('2025-12-23', 'close')).toBe('2025-12-24T17:50:00.000Z'); // 13:00 EST on Christmas Eve
});
