/** Undoing Yahoo's adjustment, for any price and any splits: single floats of six decimals give the cent back. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { priceAsTraded, shareFactors } from '../../../runtime/feeds/yahoo/asTraded.ts';

/** As Yahoo keeps a price. */
const kept = (price: number, factor: number) => Math.fround(Number((price / factor).toFixed(6)));

test('a price in cents survives every factor', () => {
  const cents = fc.integer({ min: 100, max: 100_000 });
  const factor = fc.constantFrom(1, 1.5, 2, 3, 4, 7, 20, 28, 56, 224, 1 / 2, 1 / 8, 1 / 10, 1 / 25);
  fc.assert(
    fc.property(cents, factor, (price, by) => {
      expect(priceAsTraded(kept(price / 100, by), by)).toBe(price / 100);
    }),
  );
});

test('a price without splits is the decimal that was meant', () => {
  expect(priceAsTraded(28.950000762939453, 1)).toBe(28.95);
  expect(priceAsTraded(0.0012499999720603228, 1)).toBe(0.00125);
  expect(priceAsTraded(623450, 1)).toBe(623450);
  expect(priceAsTraded(0, 1)).toBe(0);
});

test('factors are the product of the splits behind a day; on its day a split is done', () => {
  const splits = [
    { day: 20, ratio: 2 },
    { day: 10, ratio: 3 },
  ];
  expect([...shareFactors([9, 10, 19, 20, 21], splits)]).toEqual([6, 2, 2, 1, 1]);
});
