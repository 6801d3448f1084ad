import { describe, expect, test } from 'vitest';
import { evaluateWith } from '../../../runtime/evaluate/evaluation.ts';
import { evaluateNodes } from '../../../runtime/evaluate/nodes.ts';
import { toMask } from '../../../runtime/evaluate/values.ts';
import type { Kernel } from '../../../stdlib/types.ts';
import { Graph } from '../../support/expressions.ts';
import { marketOf } from '../../support/market.ts';

/** Kernels that are easy to do by hand; `calls` counts how often each ran. */
function kernels(calls: Record<string, number> = {}): (op: string) => Kernel {
  const all: Record<string, Kernel> = {
    add: pointwise((a, b) => a + b),
    double: pointwise((a) => 2 * a),
    greater: pointwise((a, b) => (Number.isNaN(a) || Number.isNaN(b) ? Number.NaN : Number(a > b))),
    lag: {
      shape: 'column',
      run: ([x], [n], out) =>
        out.forEach((_, t) => {
          out[t] = t < n! ? Number.NaN : x![t - n!]!;
        }),
    },
    total: {
      shape: 'across',
      run([x], _, out, { stocks, sessions, members }) {
        out.fill(0);
        for (let i = 0; i < stocks * sessions; i++) if (members[i]) out[i % sessions]! += x![i]!;
      },
    },
    demean: {
      shape: 'across',
      run([x], _, out, { stocks, sessions }) {
        for (let t = 0; t < sessions; t++) {
          let sum = 0;
          for (let i = 0; i < stocks; i++) sum += x![i * sessions + t]!;
          for (let i = 0; i < stocks; i++) out[i * sessions + t] = x![i * sessions + t]! - sum / stocks;
        }
      },
    },
  };
  return (op) => {
    const kernel = all[op]!;
    if (kernel.shape !== 'column') return kernel;
    return {
      shape: 'column',
      run(inputs, constants, out) {
        calls[op] = (calls[op] ?? 0) + 1;
        expect(inputs).not.toContain(out);
        for (const input of inputs)
          expect(input.buffer === out.buffer && input.byteOffset === out.byteOffset).toBe(false);
        kernel.run(inputs, constants, out);
      },
    };
  };
}

function pointwise(f: (...values: number[]) => number): Kernel {
  return {
    shape: 'column',
    run: (inputs, _, out) =>
      out.forEach((_, t) => {
        out[t] = f(...inputs.map((x) => x[t]!));
      }),
  };
}

const market = marketOf({
  tickers: ['A', 'B'],
  sessions: 3,
  bars: { close: Float64Array.of(1, 2, 3, 10, 20, Number.NaN) },
  members: Uint8Array.of(1, 1, 1, 0, 1, 0),
  benchmark: Float64Array.of(5, 6, 7),
});

test('nodes of a plan are evaluated by the registered built-ins', () => {
  const graph = new Graph();
  const negative = graph.call('less', [graph.field('prediction'), graph.constant(0)], [], 'mask');
  const prediction = Float64Array.of(-1, 0, 1, Number.NaN, -2, 2);
  const value = evaluateNodes({ expressions: graph.nodes }, market, { prediction });
  expect(value(negative)).toEqual({ shape: 'panel', values: Float64Array.of(1, 0, 0, Number.NaN, 1, 0) });
  const unknown = graph.call('sorcery', [graph.field('close')], [], 'mask');
  expect(() => value(unknown)).toThrow(/'sorcery' that is not registered/);
});

describe('evaluate', () => {
  test('gives each root in the shape it has', () => {
    const graph = new Graph();
    const panel = graph.call('double', [graph.field('close')]);
    const series = graph.call('double', [graph.field('benchmark_close', 'series')]);
    const scalar = graph.call('double', [graph.constant(4)]);
    const values = evaluateWith(kernels(), graph.nodes, [panel, series, scalar], market);
    expect(values.of(panel)).toEqual({ shape: 'panel', values: Float64Array.of(2, 4, 6, 20, 40, Number.NaN) });
    expect(values.of(series)).toEqual({ shape: 'series', values: Float64Array.of(10, 12, 14) });
    expect(values.of(scalar)).toEqual({ shape: 'scalar', value: 8 });
    expect(values.column(panel, 1)).toEqual(Float64Array.of(20, 40, Number.NaN));
    expect(values.column(series, 1)).toBe(values.column(series, 0));
    expect(values.panel(series)).toEqual(Float64Array.of(10, 12, 14, 10, 12, 14));
    expect(values.panel(scalar)).toEqual(new Float64Array(6).fill(8));
  });

  test('reads a series by reference and a scalar as a constant column', () => {
    const graph = new Graph();
    const sum = graph.call('add', [graph.field('close'), graph.field('benchmark_close', 'series')]);
    const root = graph.call('add', [sum, graph.constant(100)]);
    const values = evaluateWith(kernels(), graph.nodes, [root], market);
    expect(values.panel(root)).toEqual(Float64Array.of(106, 108, 110, 115, 126, Number.NaN));
  });

  test('computes what is shared once for each stock', () => {
    const graph = new Graph();
    const shared = graph.call('double', [graph.field('close')]);
    const roots = [
      graph.call('lag', [shared], [1]),
      graph.call('add', [shared, shared]),
      graph.call('lag', [shared], [2]),
    ];
    const calls: Record<string, number> = {};
    const values = evaluateWith(kernels(calls), graph.nodes, roots, market);
    expect(calls).toEqual({ double: 2, lag: 4, add: 2 });
    expect(values.panel(roots[1]!)).toEqual(Float64Array.of(4, 8, 12, 40, 80, Number.NaN));
  });

  test('goes across stocks and back, members only where the kernel says so', () => {
    const graph = new Graph();
    const double = graph.call('double', [graph.field('open')]);
    const total = graph.call('total', [double], [], 'series');
    const root = graph.call('demean', [graph.call('add', [double, total])]);
    const open = marketOf({ ...market, sessions: 3, bars: { open: Float64Array.of(1, 2, 3, 10, 20, 30) } });
    const values = evaluateWith(kernels(), graph.nodes, [root, total], open);
    expect(values.of(total)).toEqual({ shape: 'series', values: Float64Array.of(2, 44, 6) });
    expect(values.panel(root)).toEqual(Float64Array.of(-9, -18, -27, 9, 18, 27));
  });

  test('what several read, one of them twice, is there until the last has', () => {
    const graph = new Graph();
    const double = graph.call('double', [graph.field('close')]);
    const twice = graph.call('add', [double, double]);
    const across = graph.call('demean', [double]);
    const again = graph.call('demean', [graph.call('add', [across, double])]);
    const root = graph.call('add', [again, graph.call('add', [twice, double])]);
    const whole = marketOf({ ...market, sessions: 3, bars: { close: Float64Array.of(1, 2, 3, 5, 8, 13) } });
    // Doubled 2 4 6 and 10 16 26; the mean between them taken away −4 −6 −10 and 4 6 10; with the doubled −2 −2 −4 and
    // 14 22 36, of which half the distance is −8 −12 −20 and 8 12 20; three times the doubled on top.
    const values = evaluateWith(kernels(), graph.nodes, [root], whole);
    expect(values.panel(root)).toEqual(Float64Array.of(-2, 0, -2, 38, 60, 98));
  });

  test('a series read across stocks is written out for each', () => {
    const graph = new Graph();
    const root = graph.call('total', [graph.field('benchmark_close', 'series')], [], 'series');
    const values = evaluateWith(kernels(), graph.nodes, [root], market);
    expect(values.of(root)).toEqual({ shape: 'series', values: Float64Array.of(5, 12, 7) });
  });

  test('a scalar has been what it is for as long as a window looks back', () => {
    const graph = new Graph();
    const root = graph.call('lag', [graph.constant(3)], [2], 'scalar', 2);
    expect(evaluateWith(kernels(), graph.nodes, [root], market).of(root)).toEqual({ shape: 'scalar', value: 3 });
  });

  test('a root may be a field, a constant, or asked for twice', () => {
    const graph = new Graph();
    const roots = [graph.field('close'), graph.constant(1), graph.field('close')];
    const values = evaluateWith(kernels(), graph.nodes, roots, market);
    expect(values.panel(roots[0]!)).toBe(market.bars.close);
  });

  test('takes fields from the caller, and counts missing as false', () => {
    const graph = new Graph();
    const root = graph.call('greater', [graph.field('prediction'), graph.field('close')], [], 'mask');
    const prediction = Float64Array.of(2, 2, 2, 2, Number.NaN, 2);
    const values = evaluateWith(kernels(), graph.nodes, [root], market, { fields: { prediction } });
    expect(values.mask(root)).toEqual(Uint8Array.of(1, 0, 0, 0, 0, 0));
    expect(toMask(Float64Array.of(1, 0, Number.NaN))).toEqual(Uint8Array.of(1, 0, 0));
  });

  test('names a field that is not there', () => {
    const graph = new Graph();
    const none = marketOf({ tickers: ['A'], sessions: 2 });
    expect(() => evaluateWith(kernels(), graph.nodes, [graph.field('prediction')], market)).toThrow(/'prediction'/);
    expect(() => evaluateWith(kernels(), graph.nodes, [graph.field('benchmark_close', 'series')], none)).toThrow(
      /'benchmark_close'/,
    );
    const short = { fields: { prediction: new Float64Array(2) } };
    expect(() => evaluateWith(kernels(), graph.nodes, [graph.field('prediction')], market, short)).toThrow(/6 values/);
  });
});
