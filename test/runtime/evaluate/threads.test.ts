import { describe, expect, test } from 'vitest';
import { type KernelOf, type RegionWork, runRegion } from '../../../runtime/evaluate/region.ts';
import { registeredKernel } from '../../../runtime/evaluate/registeredKernel.ts';
import { runOnThreads } from '../../../runtime/evaluate/threads.ts';
import { readerOf } from '../../../runtime/features/tasks.ts';
import { newPanel } from '../../../runtime/market.ts';

const STOCKS = 300;
const SESSIONS = 40;

/** mean(close, 5) into the second panel, its difference from close, by way of scratch, times a series into the third. */
function work(): RegionWork {
  const close = newPanel(STOCKS * SESSIONS);
  for (let i = 0; i < close.length; i++) close[i] = i % 97 === 5 ? Number.NaN : 50 + 10 * Math.sin(i * i);
  return {
    calls: [
      { op: 'mean', constants: [5], inputs: [{ in: 'panels', index: 0 }], out: { in: 'panels', index: 1 } },
      {
        op: 'subtract',
        constants: [],
        inputs: [
          { in: 'panels', index: 0 },
          { in: 'panels', index: 1 },
        ],
        out: { in: 'scratch', index: 0 },
      },
      {
        op: 'multiply',
        constants: [],
        inputs: [
          { in: 'scratch', index: 0 },
          { in: 'columns', index: 0 },
        ],
        out: { in: 'panels', index: 2 },
      },
    ],
    panels: [close, newPanel(close.length), newPanel(close.length)],
    columns: [Float64Array.from({ length: SESSIONS }, (_, t) => 1 + t)],
    read: [
      { in: 'panels', index: 2 },
      { in: 'scratch', index: 0 },
    ],
    scratch: 1,
    stocks: STOCKS,
    sessions: SESSIONS,
  };
}

/** Takes its time over each stock, so that helpers get their share; counts the stocks that were left to this thread. */
function slow(kernelOf: KernelOf, pause: number): { kernelOf: KernelOf; stocks: () => number } {
  const never = new Int32Array(new SharedArrayBuffer(4));
  let stocks = 0;
  return {
    stocks: () => stocks,
    kernelOf(op) {
      const kernel = kernelOf(op);
      if (kernel.shape !== 'column' || op !== 'mean') return kernel;
      return {
        shape: 'column',
        run(inputs, constants, out) {
          stocks++;
          Atomics.wait(never, 0, 0, pause);
          kernel.run(inputs, constants, out);
        },
      };
    },
  };
}

describe('a region on threads', () => {
  const alone = work();
  let stock = 0;
  runRegion(alone, registeredKernel, () => stock++);

  test.each([1, 3])('gives the same bits with %i helpers, who do most of it', (helpers) => {
    const divided = work();
    const here = slow(registeredKernel, 20);
    runOnThreads(divided, here.kernelOf, null, helpers);
    expect(divided.panels).toEqual(alone.panels);
    expect(here.stocks()).toBeLessThan(STOCKS);
  });

  test.each([1, 3])('shows every column once or more to readers on all of %i helpers and here', (helpers) => {
    const read = (helping: number) => {
      const values = new Float32Array(new SharedArrayBuffer(4 * 2 * STOCKS * SESSIONS));
      const task = { does: 'tensor', features: 2, scaling: null, values } as const;
      runOnThreads(work(), slow(registeredKernel, helping > 0 ? 3 : 0).kernelOf, { task, readerOf }, helping);
      return values;
    };
    const values = read(helpers);
    expect(values).toEqual(read(0));
    const [close, mean, product] = alone.panels;
    expect(values.filter((_, at) => at % 2 === 0)).toEqual(Float32Array.from(product!));
    const difference = close!.map((value, at) => value - mean![at]!);
    expect(values.filter((_, at) => at % 2 === 1)).toEqual(Float32Array.from(difference));
  });

  test('helpers stay for the next region, and are replaced once they have left', async () => {
    const rounds = [0, 0, 1500];
    for (const pause of rounds) {
      // Longer than a helper waits.
      await new Promise((resolve) => setTimeout(resolve, pause));
      const divided = work();
      const here = slow(registeredKernel, 3);
      runOnThreads(divided, here.kernelOf, null, 1);
      expect(divided.panels).toEqual(alone.panels);
      expect(here.stocks()).toBeLessThan(STOCKS);
    }
  });

  test('a region too small to divide is done here', () => {
    const small = work();
    const here = slow(registeredKernel, 0);
    runOnThreads(small, here.kernelOf);
    expect(here.stocks()).toBe(STOCKS);
    expect(small.panels).toEqual(alone.panels);
  });

  test('what a helper cannot do is done here', () => {
    const divided = work();
    const calls = divided.calls.map((call) => ({ ...call, op: `own ${call.op}` }));
    const here = slow(registeredKernel, 3);
    // The registry of the helper has no such names.
    runOnThreads({ ...divided, calls }, (op) => here.kernelOf(op.replace('own ', '')), null, 1);
    expect(divided.panels).toEqual(alone.panels);
  });

  test("a kernel's error is told", () => {
    const broken = work();
    const failing: KernelOf = () => ({
      shape: 'column',
      run() {
        throw new Error('no such luck');
      },
    });
    expect(() => runOnThreads(broken, failing, null, 1)).toThrow('no such luck');
  });
});
