/** `index_return` against indices computed by hand. */
import { expect, it } from 'vitest';
import { indexReturn } from '../../stdlib/across/index_return.ts';

const _ = Number.NaN;

/** Rows are stocks; columns sessions. */
function index(prices: readonly number[][], members: readonly number[][], n: number, weights?: readonly number[][]) {
  const { kernel } = indexReturn;
  if (kernel.shape !== 'across') throw new Error('not a kernel across stocks');
  const panels = weights === undefined ? [prices] : [prices, weights];
  const sessions = prices[0]!.length;
  const out = new Float64Array(sessions).fill(12345.678);
  kernel.run(
    panels.map((panel) => Float64Array.from(panel.flat())),
    [n],
    out,
    { stocks: prices.length, sessions, members: Uint8Array.from(members.flat()) },
  );
  return [...out];
}

const always = [
  [1, 1, 1],
  [1, 1, 1],
];

it('is the plain mean of the returns of its members, or weighted by a value of the day it was bought', () => {
  const prices = [
    [100, 110, 121],
    [50, 45, 45],
  ];
  expect(index(prices, always, 1)).toEqual([_, expect.closeTo(0), expect.closeTo(0.05)]);
  // 3 parts of +10% and 1 of −10%; then 1 and 1 of +10% and 0.
  const weights = [
    [3, 1, 99],
    [1, 1, 0],
  ];
  expect(index(prices, always, 1, weights)).toEqual([_, expect.closeTo(0.05), expect.closeTo(0.05)]);
  // Bought at first and held: 3 parts of +21% and 1 of −10%.
  expect(index(prices, always, 2, weights)).toEqual([_, _, expect.closeTo((3 * 0.21 - 0.1) / 4)]);
});

it('is of the members of then: nobody joins with the past in hand, and nobody leaves with it', () => {
  const prices = [
    [100, 200, 200],
    [100, 100, 50],
  ];
  // The first joins once it has doubled; the second leaves before it halves, and is held to the end all the same.
  const members = [
    [0, 1, 1],
    [1, 1, 0],
  ];
  expect(index(prices, members, 1)).toEqual([_, 0, expect.closeTo(-0.25)]);
  expect(index(prices, members, 2)).toEqual([_, _, -0.5]);
});

it('carries who stops trading at the last price, and leaves out who had none, or no weight', () => {
  const prices = [
    [100, 90, _],
    [_, 100, 110],
  ];
  expect(index(prices, always, 2)).toEqual([_, _, expect.closeTo(-0.1)]);
  expect(index(prices, always, 1)).toEqual([_, expect.closeTo(-0.1), expect.closeTo(0.05)]);
  const weights = [
    [_, 0, 0],
    [1, -1, 1],
  ];
  expect(index(prices, always, 1, weights)).toEqual([_, _, _]);
});
