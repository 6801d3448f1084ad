import fc from 'fast-check';
import { expect, test } from 'vitest';
import { align } from '../../../compiler/diff/align.ts';
import { longestCommon } from '../../../compiler/diff/common.ts';

interface Item {
  readonly name: string;
  readonly value: number;
}

const items = fc.array(fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd'), value: fc.nat({ max: 3 }) }), {
  maxLength: 8,
});
const equal = (x: Item, y: Item) => x.value === y.value;
const answers = (x: Item, y: Item) => x.name === y.name;

test('every element of both lists stands in one pair, and pairs are what they are called', () => {
  fc.assert(
    fc.property(items, items, (before, after) => {
      const pairs = align(before, after, equal, answers);
      expect(new Set(pairs.flatMap((pair) => pair.before ?? []))).toEqual(new Set(before));
      expect(pairs.flatMap((pair) => pair.after ?? [])).toEqual(after);
      expect(pairs).toHaveLength(before.length + pairs.filter(({ kind }) => kind === 'added').length);
      for (const pair of pairs) {
        if (pair.kind === 'same' || pair.kind === 'moved') expect(equal(pair.before, pair.after)).toBe(true);
        if (pair.kind === 'changed')
          expect([equal(pair.before, pair.after), answers(pair.before, pair.after)]).toEqual([false, true]);
      }
    }),
  );
});

test('what is equal in the same order stays, however much came between', () => {
  const value = (n: number): Item => ({ name: `${n}`, value: n });
  const pairs = align([1, 2, 3].map(value), [9, 1, 8, 2, 7, 3].map(value), equal, answers);
  expect(pairs.map(({ kind }) => kind)).toEqual(['added', 'same', 'added', 'same', 'added', 'same']);
  const turned = align([1, 2, 3].map(value), [3, 1, 2].map(value), equal, answers);
  expect(turned.map(({ kind }) => kind)).toEqual(['moved', 'same', 'same']);
});

test('two long lists with nothing in common are told without a table of all pairs', () => {
  const lists = [0, 1].map((list) => Array.from({ length: 6_000 }, (_, i) => 2 * i + list));
  expect(longestCommon(lists[0]!, lists[1]!, Object.is)).toEqual([]);
  const ends = lists.map((list) => [-1, ...list, -2]);
  expect(longestCommon(ends[0]!, ends[1]!, Object.is)).toEqual([
    [0, 0],
    [6_001, 6_001],
  ]);
});
