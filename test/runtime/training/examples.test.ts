/** Who a model learns from: two stocks, of which the second has no label in the third session. */
import { expect, it } from 'vitest';
import { examplesWithin, fewestStocks } from '../../../runtime/training/examples.ts';
import { planOf, variant } from '../../compiler/support.ts';

const sections = {
  sessions: Int32Array.of(0, 1, 2),
  offsets: Int32Array.of(0, 2, 3, 5),
  stocks: Int32Array.of(0, 1, 0, 0, 1),
};
const labels = Float64Array.of(1, 2, 3, 10, 20, Number.NaN);
const everything = [{ first: 0, end: 3 }];

it('a loss that ranks needs two stocks in a session', () => {
  const { sections: kept, labels: learnt } = examplesWithin(sections, labels, 3, everything, 2);
  expect([...kept.sessions]).toEqual([0]);
  expect([...learnt]).toEqual([1, 10]);
});

it('an error of one stock is one as well', () => {
  const { sections: kept, labels: learnt } = examplesWithin(sections, labels, 3, everything, 1);
  expect([...kept.sessions]).toEqual([0, 1, 2]);
  expect([...kept.stocks]).toEqual([0, 1, 0, 0]);
  expect([...learnt]).toEqual([1, 10, 2, 3]);
});

it.each([
  ['huber(delta: 0.05)', 1],
  ['mse()', 1],
  ['spearman_loss(temperature: 0.05)', 2],
  ['0.7 * spearman_loss(temperature: 0.05) + 0.3 * huber(delta: 0.05)', 2],
])('%s needs %d', (loss, fewest) => {
  expect(fewestStocks(planOf(variant(`model { loss ${loss} }`)))).toBe(fewest);
});
