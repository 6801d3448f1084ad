import { describe, expect, test } from 'vitest';
import type { CrossSections, FeatureTensor } from '../../../runtime/models/model.ts';
import { jointMoments, type Rows } from '../../../runtime/regression/moments.ts';
import { fitRidge, PENALTIES, predictRidge } from '../../../runtime/regression/ridge.ts';
import { expectClose } from '../../support/close.ts';

const stocks = 6;
const sessions = 40;
const features = 4;

/** The second is far from 0, the fourth holds half of the first. */
function featureOf(i: number, t: number, k: number): number {
  const own = Math.sin(1.3 * i + 0.7 * t * (k + 1) + k);
  return own + (k === 1 ? 100 : 0) + (k === 3 ? 0.5 * Math.sin(1.3 * i + 0.7 * t) : 0);
}

const values = Float32Array.from({ length: stocks * sessions * features }, (_, at) => {
  const cell = Math.floor(at / features);
  return featureOf(Math.floor(cell / sessions), cell % sessions, at % features);
});
const tensor: FeatureTensor = { values, stocks, sessions, features };
const labels = Float64Array.from({ length: stocks * sessions }, (_, cell) => {
  const i = Math.floor(cell / sessions);
  const noise = Math.cos(2.1 * i * i + 1.9 * (cell % sessions));
  return 0.08 * values[cell * features]! - 0.05 * (values[cell * features + 1]! - 100) + noise;
});
const sections = everyStock(sessions);
const train: Rows = { tensor, labels, sections, first: 0, end: 15 };
const validate: Rows = { ...train, first: 15, end: 40 };

function everyStock(count: number): CrossSections {
  return {
    sessions: Int32Array.from({ length: count }, (_, t) => t),
    offsets: Int32Array.from({ length: count + 1 }, (_, t) => t * stocks),
    stocks: Int32Array.from({ length: count * stocks }, (_, at) => at % stocks),
  };
}

describe('ridge regression', () => {
  test('as scikit-learn has it: standardised over train, the penalty with the least error on validation', () => {
    // scikit-learn 1.9: Ridge(alpha = penalty · n) on (x − mean) / sd over n, one for each penalty of the grid.
    const ridge = fitRidge(jointMoments(train), jointMoments(validate))!;
    expectClose(ridge.penalty, 10, 'penalty');
    expectClose(ridge.validationError, 0.5011452839072986, 'error on validation');
    const expected = [0.00849231332557921, -0.007992593499967447, 0.014641046234179876, 0.004138778249878323];
    expected.forEach((weight, k) => {
      expectClose(ridge.weights[k]!, weight, `weight ${k}`);
    });
    expectClose(ridge.intercept, 0.7678116763249212, 'intercept');
    expect(predictRidge(ridge, tensor, sections)[15]).toBeCloseTo(-0.02439192, 8);
  });

  test('rows without a label and stocks outside the cross-section are left out', () => {
    const holes = labels.map((value, cell) => (cell % 7 === 0 ? Number.NaN : value));
    const without = jointMoments({ ...train, labels: holes });
    expect(without.count).toBe(labels.filter((_, cell) => cell % sessions < 15 && cell % 7 !== 0).length);
    const one: CrossSections = {
      sessions: Int32Array.of(3),
      offsets: Int32Array.of(0, 2),
      stocks: Int32Array.of(1, 4),
    };
    const few = jointMoments({ ...train, sections: one });
    expect(few.count).toBe(2);
    const cells = [1 * sessions + 3, 4 * sessions + 3];
    expect(few.mean[features]).toBeCloseTo((labels[cells[0]!]! + labels[cells[1]!]!) / 2, 15);
    const scores = predictRidge(fitRidge(jointMoments(train), jointMoments(validate))!, tensor, one);
    expect([...scores.keys()].filter((cell) => !Number.isNaN(scores[cell]!))).toEqual(cells);
  });

  test('sums of one cross-section at a time keep their digits where the mean is large', () => {
    const far = {
      ...tensor,
      values: values.map((value, at) => (at % features === 0 ? 1e6 + Math.fround(at % 13) : value)),
    };
    const { products, size } = jointMoments({ ...train, tensor: far });
    const column = Array.from({ length: stocks * 15 }, (_, row) => {
      return (((row % stocks) * sessions + Math.floor(row / stocks)) * features) % 13;
    });
    const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
    const squares = column.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    expect(Math.abs(products[0]! / squares - 1)).toBeLessThan(1e-10);
    expect(products[1]).toBe(products[size]);
  });

  test('a feature that does not vary weighs nothing, two that are one share', () => {
    const same = {
      ...tensor,
      values: values.map((value, at) => (at % features === 0 ? 7 : at % features === 2 ? values[at + 1]! : value)),
    };
    const ridge = fitRidge(jointMoments({ ...train, tensor: same }), jointMoments({ ...validate, tensor: same }))!;
    expect(ridge.weights[0]).toBe(0);
    expect(ridge.weights[2]).toBeCloseTo(ridge.weights[3]!, 12);
  });

  test('nothing to learn from, or to choose by: no fit', () => {
    const none = jointMoments({ ...train, end: 0 });
    expect(fitRidge(none, jointMoments(validate))).toBeNull();
    expect(fitRidge(jointMoments(train), none)).toBeNull();
    expect(PENALTIES.at(-1)).toBeCloseTo(100, 12);
  });
});
