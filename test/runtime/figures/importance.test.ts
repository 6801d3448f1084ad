import { expect, test } from 'vitest';
import { permutationImportance } from '../../../runtime/figures/importance.ts';
import type { FeatureTensor } from '../../../runtime/models/model.ts';
import { random } from '../../../runtime/random.ts';

const stocks = 30;
const sessions = 40;
const features = 3;
const source = random(9);
const values = Float32Array.from({ length: stocks * sessions * features }, () => source.normal());
values[5 * features + 1] = Number.NaN;
const tensor: FeatureTensor = { values, stocks, sessions, features };
const at = (cell: number, feature: number) => values[cell * features + feature]!;
/** Two parts of the first feature, one of the second, none of the third. */
const labels = Float64Array.from({ length: stocks * sessions }, (_, cell) => 2 * at(cell, 0) + at(cell, 1));
const window = { first: 10, end: 40, window: 3, labels, tensor, seed: 1 };

function linear(weights: readonly number[]) {
  return async ({ values }: FeatureTensor) => {
    return Float64Array.from({ length: stocks * sessions }, (_, cell) => {
      return weights.reduce((sum, weight, f) => sum + weight * values[cell * features + f]!, 0);
    });
  };
}

test('what a feature carries is lost without it, and what carries nothing loses nothing', async () => {
  const [first, second, third] = await permutationImportance({ ...window, predict: linear([2, 1, 0]) });
  // 2x' + y and 2x + y have correlation 1/5, 2x + y' and 2x + y 4/5: of normal values Spearman's is 6/π asin(ρ/2).
  for (const [importance, correlation] of [
    [first!, 0.2],
    [second!, 0.8],
  ] as const) {
    const lost = importance.lost!;
    const expected = 1 - (6 / Math.PI) * Math.asin(correlation / 2);
    expect(Math.abs(lost.mean - expected)).toBeLessThan(3 * lost.standardError);
  }
  expect(first!.lost!.t).toBeGreaterThan(5);
  expect(third).toEqual({ feature: 2, lost: null });
});

test('values move within their session only, those there are, and one feature at a time', async () => {
  const seen: Float32Array[] = [];
  const predict = async ({ values }: FeatureTensor) => {
    seen.push(values.slice());
    return new Float64Array(stocks * sessions);
  };
  await permutationImportance({ ...window, predict });
  expect(seen[0]).toEqual(values);
  seen.slice(1).forEach((changed, feature) => {
    for (let t = 0; t < sessions; t++) {
      for (let f = 0; f < features; f++) {
        const of = (all: Float32Array) =>
          Array.from({ length: stocks }, (_, i) => all[(i * sessions + t) * features + f]!);
        // Sessions 8 and 9 are read by the first prediction judged.
        if (f !== feature || t < 8) expect(of(changed)).toEqual(of(values));
        else {
          expect(of(changed)).not.toEqual(of(values));
          expect(of(changed).sort()).toEqual(of(values).sort());
        }
      }
    }
  });
  expect(seen[2]![5 * features + 1]).toBeNaN();
});

test('the same seed gives the same figures', async () => {
  const predict = linear([2, 1, 0]);
  const found = await permutationImportance({ ...window, predict });
  expect(await permutationImportance({ ...window, predict })).toEqual(found);
  expect(await permutationImportance({ ...window, seed: 2, predict })).not.toEqual(found);
});
