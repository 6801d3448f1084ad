import { expect, test } from 'vitest';
import { inTurn } from '../../../runtime/folds/inTurn.ts';
import { joinPath, meanOf } from '../../../runtime/folds/join.ts';
import { fromIsoDay } from '../../../runtime/market.ts';

test('the mean over seeds, missing where one is', () => {
  const seeds = [
    [1, 2, Number.NaN],
    [3, 5, 1],
    [2, 2, 1],
  ].map((values) => Float64Array.from(values));
  expect(meanOf(seeds)).toEqual(Float64Array.of(2, 3, Number.NaN));
  expect(meanOf([seeds[0]!])).toBe(seeds[0]);
});

test('a path takes each day from its fold, and nothing from days outside', async () => {
  const first = fromIsoDay('2020-01-01');
  const axes = { sessions: Int32Array.from({ length: 6 }, (_, day) => first + day), tickers: ['A', 'B'] };
  const panels = [0, 1].map((fold) => Float64Array.from({ length: 12 }, (_, at) => 100 * fold + at));
  const asked: number[] = [];
  const path = [
    { fold: 1, from: '2020-01-02', to: '2020-01-03' },
    { fold: 0, from: '2020-01-04', to: '2020-01-05' },
  ];
  const joined = await joinPath(path, axes, async (fold) => {
    asked.push(fold);
    return panels[fold]!;
  });
  const none = Number.NaN;
  expect([...joined]).toEqual([none, 101, 102, 3, 4, none, none, 107, 108, 9, 10, none]);
  expect(asked).toEqual([1, 0]);
});

test('work is begun in order, as much at once as there are lanes, and answered in order', async () => {
  let running = 0;
  let most = 0;
  const begun: number[] = [];
  const work = async (item: number) => {
    begun.push(item);
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 5 * (4 - item)));
    running--;
    return 10 * item;
  };
  expect(await inTurn([0, 1, 2, 3], 2, work, () => {})).toEqual([0, 10, 20, 30]);
  expect({ begun, most }).toEqual({ begun: [0, 1, 2, 3], most: 2 });
});

test('after a failure nothing is begun, what runs is asked to stop and waited for, and the first failure is told', async () => {
  const stopped = new AbortController();
  const begun: number[] = [];
  let ended = false;
  const work = async (item: number) => {
    begun.push(item);
    if (item === 1) throw new Error('the second failed');
    await new Promise((resolve) => stopped.signal.addEventListener('abort', resolve));
    ended = true;
    throw new Error('the first was stopped');
  };
  await expect(inTurn([0, 1, 2], 2, work, () => stopped.abort())).rejects.toThrow('the second failed');
  expect({ begun, ended }).toEqual({ begun: [0, 1], ended: true });
});
