import { expect, test } from 'vitest';
import { dropoutMasks } from '../../../runtime/models/dropout.ts';

const shape = { layers: 3, hidden: 8, window: 5, dropout: 0.25 };

test('keeps three in four, scaled so that the mean stays, and draws each by itself', () => {
  const { between, head } = dropoutMasks(shape, 1, 0, 500)!;
  expect(between.map((steps) => steps.length)).toEqual([5, 5]);
  const masks = [...between.flat(), head];
  for (const mask of masks) {
    expect(mask).toHaveLength(500 * 8);
    expect(new Set(mask)).toEqual(new Set([0, Math.fround(4 / 3)]));
    expect(mask.reduce((total, m) => total + m, 0) / mask.length).toBeCloseTo(1, 1);
  }
  // Two masks agree where both keep or both drop: 0.75² + 0.25² of the places.
  for (const other of masks.slice(1)) {
    const agree = other.filter((m, k) => m === masks[0]![k]).length / other.length;
    expect(Math.abs(agree - 0.625)).toBeLessThan(0.05);
  }
});

test('depends on the seed and the sequence, not on how a batch is cut', () => {
  const whole = dropoutMasks(shape, 7, 0, 200)!;
  const part = dropoutMasks(shape, 7, 128, 72)!;
  expect(part.head).toEqual(whole.head.subarray(128 * 8));
  expect(part.between[1]![3]).toEqual(whole.between[1]![3]!.subarray(128 * 8));
  expect(dropoutMasks(shape, 8, 0, 200)).not.toEqual(whole);
  expect(dropoutMasks({ ...shape, dropout: 0 }, 7, 0, 200)).toBeNull();
});
