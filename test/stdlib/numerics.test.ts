/** What the definitions leave to arithmetic: exact zeros, no memory, no drift, bounded loss of precision. */
import { describe, expect, it } from 'vitest';
import { builtin } from '../../stdlib/registry.ts';
import { runColumn } from './columns.ts';

const run = (name: string, inputs: readonly ArrayLike<number>[], constants: readonly number[] = []) =>
  runColumn(builtin(name)!, inputs, constants);
/** Whole numbers in a fixed disorder. */
const disorder = (length: number) => Array.from({ length }, (_, t) => (t * 7919) % 101);

it.each(['returns', 'roc'])('%s is missing where it overflows or starts from zero', (name) => {
  expect([...run(name, [[1e-308, 1e10, 0, 1, 1]], [1])]).toEqual([NaN, NaN, expect.any(Number), NaN, 0]);
});

describe('a window in which nothing changes', () => {
  // 0.1 is no binary fraction; a spike has just left the window.
  const flat = [3, 1e12, ...Array.from({ length: 60 }, () => 0.1)];
  const settled = (values: Float64Array, n: number) => [...values.subarray(2 + n - 1)];

  it.each([2, 3, 7, 20])('has its own mean, no deviation and no slope (%i sessions)', (n) => {
    expect(new Set(settled(run('mean', [flat], [n]), n))).toEqual(new Set([0.1]));
    expect(new Set(settled(run('stdev', [flat], [n]), n))).toEqual(new Set([0]));
    expect(new Set(settled(run('slope', [flat], [n]), n))).toEqual(new Set([0]));
  });

  it('has no score, no correlation, no beta against it, no place between bands', () => {
    const moving = disorder(flat.length);
    const results = [
      run('zscore_over', [flat], [5]),
      run('correlation', [flat, moving], [5]),
      run('correlation', [moving, flat], [5]),
      run('beta', [moving, flat], [5]),
      run('bollinger_percent', [flat], [5, 2]),
      run('cci', [flat, flat, flat], [5]),
      run('stochastic_k', [flat, flat, flat], [5, 1]),
      run('williams_r', [flat, flat, flat], [5]),
    ];
    for (const result of results) expect(settled(result, 5).every(Number.isNaN)).toBe(true);
  });

  it('has an index of relative strength only if it moved before', () => {
    expect([...run('rsi', [[1, 1, 1, 1]], [2])].every(Number.isNaN)).toBe(true);
    expect(run('rsi', [[1, 2, 2, 2]], [2])[3]).toBe(100);
  });
});

describe('what has left the window', () => {
  it('leaves nothing behind, however large it was', () => {
    const calm = disorder(80).map((value) => value / 7);
    const shaken = calm.with(3, 1e15).with(4, -1e15);
    for (const name of ['sum', 'mean', 'stdev', 'slope', 'highest', 'lowest', 'median', 'rank_over', 'zscore_over']) {
      const constants = [9];
      const after = 4 + 9;
      expect(run(name, [shaken], constants).subarray(after)).toEqual(run(name, [calm], constants).subarray(after));
    }
  });

  it('does not add up over a long column', () => {
    const long = disorder(101 * 1000).map((value) => value / 10);
    const means = run('mean', [long], [101]);
    for (const t of [100, 5_000, 100_999]) expect(means[t]).toBeCloseTo(5, 13);
  });
});

describe('precision', () => {
  it('of a deviation does not depend on the level', () => {
    const low = disorder(60);
    const high = low.map((value) => value + 2 ** 40);
    expect(run('stdev', [high], [20])).toEqual(run('stdev', [low], [20]));
    expect(run('slope', [high], [20])).toEqual(run('slope', [low], [20]));
    expect(
      run('correlation', [high, low], [20])
        .subarray(19)
        .every((r) => Math.abs(r - 1) < 1e-15),
    ).toBe(true);
  });

  it('of a deviation does not depend on the scale', () => {
    const x = disorder(60);
    const tiny = run('stdev', [x.map((value) => value * 2 ** -60)], [20]);
    expect(tiny).toEqual(run('stdev', [x], [20]).map((deviation) => deviation * 2 ** -60));
  });

  it('is lost by no more than the window when the pivot is an outlier', () => {
    // The pivot of the windows that end in the second block is the outlier at 20.
    const n = 20;
    const x = disorder(40)
      .map((value) => value / 977)
      .with(20, 1e6);
    const deviations = run('stdev', [x], [n]);
    for (let t = 20; t < 40; t++) {
      const window = x.slice(t - n + 1, t + 1);
      const mean = window.reduce((sum, value) => sum + value, 0) / n;
      const exact = Math.sqrt(window.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1));
      expect(Math.abs(deviations[t]! / exact - 1)).toBeLessThan(n * 4 * Number.EPSILON);
    }
  });
});

describe('missing values', () => {
  it('are in exactly the windows that hold them', () => {
    const x = disorder(40).with(17, Number.NaN);
    for (const name of ['sum', 'mean', 'stdev', 'highest', 'lowest', 'median', 'rank_over', 'slope']) {
      const gaps = [...run(name, [x], [6])].flatMap((value, t) => (Number.isNaN(value) ? [t] : []));
      expect(gaps).toEqual([0, 1, 2, 3, 4, 17, 18, 19, 20, 21, 22]);
    }
  });

  it('pause an exponential average, which goes on from where it was', () => {
    expect([...run('ewma', [[Number.NaN, 4, Number.NaN, Number.NaN, 8]], [3])]).toEqual([NaN, 4, NaN, NaN, 6]);
  });

  it('come from a zero denominator', () => {
    expect([
      ...run('divide', [
        [1, -1, 0, 2],
        [0, -0, 0, 4],
      ]),
    ]).toEqual([NaN, NaN, NaN, 0.5]);
    expect([...run('returns', [[0, 2, 3]], [1])]).toEqual([NaN, NaN, 0.5]);
    expect([
      ...run(
        'vwap',
        [
          [1, 1],
          [1, 1],
          [1, 1],
          [0, 0],
        ],
        [2],
      ),
    ]).toEqual([NaN, NaN]);
  });

  it('are not decided by the other side of a truth', () => {
    expect([
      ...run('and', [
        [0, 0],
        [NaN, 1],
      ]),
    ]).toEqual([NaN, 0]);
    expect([
      ...run('or', [
        [1, 0],
        [NaN, 0],
      ]),
    ]).toEqual([NaN, 0]);
    expect([
      ...run('where', [
        [1, 0, NaN],
        [5, NaN, 5],
        [NaN, 6, 6],
      ]),
    ]).toEqual([5, 6, NaN]);
  });
});
