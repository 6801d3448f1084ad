import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReturnWindow } from '../../../runtime/book/window.ts';

describe('a window of returns', () => {
  it('gives mean and sample deviation of any stretch of the last ones', () => {
    const values = fc.array(fc.double({ min: -0.2, max: 0.2, noNaN: true }), { minLength: 1, maxLength: 40 });
    const check = (capacity: number, all: number[], n: number, skip: number): void => {
      const window = new ReturnWindow(capacity);
      for (const value of all) window.push(value);
      const kept = all.slice(-capacity);
      expect(window.toArray()).toEqual(kept.map((value) => value + 0));
      expect(window.latest()).toBe(kept.at(-1)! + 0);
      if (n + skip > kept.length) {
        expect(window.mean(n, skip)).toBeNaN();
        expect(window.deviation(n, skip)).toBeNaN();
        return;
      }
      const stretch = kept.slice(kept.length - skip - n, kept.length - skip);
      const mean = stretch.reduce((sum, value) => sum + value, 0) / n;
      expect(window.mean(n, skip)).toBe(mean);
      const squares = stretch.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
      if (n > 1) expect(window.deviation(n, skip)).toBe(Math.sqrt(squares / (n - 1)));
      else expect(window.deviation(n, skip)).toBeNaN();
    };
    const small = fc.integer({ min: 1, max: 12 });
    fc.assert(fc.property(small, values, small, fc.integer({ min: 0, max: 3 }), check), { numRuns: 500, seed: 6 });
  });

  it('has nothing at the start and after it is cleared', () => {
    const window = new ReturnWindow(3);
    expect(window.latest()).toBeNaN();
    window.push(0.01);
    window.clear();
    expect(window.toArray()).toEqual([]);
    expect(window.mean(1)).toBeNaN();
  });
});
