import { expect, test } from 'vitest';
import { lanesFor } from '../../../runtime/folds/lanes.ts';
import type { ModelUnit } from '../../../runtime/folds/units.ts';

const GIB = 2 ** 30;
const engine = { backend: 'tfjs-wasm', threads: 8 } as const;

/** Three folds of two seeds. */
const units = (warm = false) =>
  Array.from({ length: 6 }, (_, index): Pick<ModelUnit, 'fold' | 'startsFrom'> => {
    const fold = Math.floor(index / 2);
    return { fold, startsFrom: warm && fold > 0 ? index - 2 : null };
  }) as ModelUnit[];

const lanes = (config: object = {}, of = units(), memory = 64 * GIB) => {
  const { count, engine: each } = lanesFor({ ...engine, ...config }, of, memory);
  return [count, each.threads];
};

test('one for each model while there are threads, which they share', () => {
  expect(lanes()).toEqual([6, 1]);
  expect(lanes({ threads: 4 })).toEqual([4, 1]);
  expect(lanes({ models: 2 })).toEqual([2, 4]);
  expect(lanes({ models: 1 })).toEqual([1, 8]);
});

test('with a warm start as many as there are seeds: a fold waits for the one before', () => {
  expect(lanes({}, units(true))).toEqual([2, 4]);
});

test('no more than memory holds, and at least one', () => {
  expect(lanes({}, units(), 6 * GIB)).toEqual([2, 4]);
  expect(lanes({}, units(), GIB / 2)).toEqual([1, 8]);
});
