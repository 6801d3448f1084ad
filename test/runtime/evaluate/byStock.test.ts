import { describe, expect, test } from 'vitest';
import { evaluateByStock, type StockColumns } from '../../../runtime/evaluate/byStock.ts';
import { evaluate } from '../../../runtime/evaluate/evaluate.ts';
import { registeredKernel } from '../../../runtime/evaluate/registeredKernel.ts';
import { lastRegionOf } from '../../../runtime/evaluate/schedule.ts';
import type { Values } from '../../../runtime/evaluate/values.ts';
import { Graph } from '../../support/expressions.ts';
import { marketOf } from '../../support/market.ts';

const [STOCKS, SESSIONS] = [5, 40];
const tickers = ['A', 'B', 'C', 'D', 'E'];
const values = (seed: number) =>
  Float64Array.from({ length: STOCKS * SESSIONS }, (_, i) => 50 + 9 * Math.sin(seed + i * i));
const market = marketOf({ tickers, sessions: SESSIONS, bars: { close: values(1), volume: values(2) } });

describe('expressions by stock', () => {
  const graph = new Graph();
  const close = graph.field('close');
  const change = graph.call('returns', [close], [1]);
  const ranked = graph.call('rank', [change]);
  const roots = {
    field: graph.field('volume'),
    column: graph.call('mean', [change], [5]),
    across: ranked,
    'column of a kernel across stocks': graph.call('mean', [graph.call('subtract', [ranked, change])], [3]),
    series: graph.call('mean_across', [change], [], 'series'),
    'panel of a series': graph.call('subtract', [change, graph.call('mean_across', [change], [], 'series')]),
    scalar: graph.constant(3),
  };

  test.each(Object.entries(roots))('a %s is what it is as a whole, kept or not, whenever it is read', (_, root) => {
    const whole = evaluate(graph.nodes, [root], market);
    for (const mostKept of [0, 1e9]) {
      const columns = evaluateByStock(graph.nodes, [root, close], [], market, mostKept);
      for (let time = 0; time < 2; time++) expectColumns(columns, whole, root);
    }
  });

  function expectColumns({ each }: StockColumns, whole: Values, root: string): void {
    const seen = new Map<number, Float64Array>();
    const readerOf =
      () =>
      (stock: number, [own, other]: readonly Float64Array[]) => {
        seen.set(stock, own!.slice());
        expect(other).toEqual(market.bars.close.subarray(stock * SESSIONS, (stock + 1) * SESSIONS));
      };
    each({ task: null, readerOf });
    expect(seen.size).toBe(STOCKS);
    for (const [stock, own] of seen) expect(own).toEqual(whole.column(root, stock));
  }

  test('a column that is read is not written over by a later one', () => {
    const chain = graph.call('multiply', [graph.call('add', [roots.column, graph.constant(1)]), change]);
    const order = [change, roots.column, chain];
    const whole = evaluate(graph.nodes, order, market);
    const { each } = evaluateByStock(graph.nodes, order, [], market, 0);
    const readerOf = () => (stock: number, columns: readonly Float64Array[]) => {
      for (const [at, root] of order.entries()) expect(columns[at]).toEqual(whole.column(root, stock));
    };
    each({ task: null, readerOf });
  });

  test('nothing has to be there before but leaves and what looks across stocks', () => {
    const { steps, inputs } = lastRegionOf(graph.nodes, [roots['column of a kernel across stocks']], registeredKernel);
    expect(inputs).toEqual([ranked, close]);
    expect(steps.map(({ node }) => node.op)).toEqual(['returns', 'subtract', 'mean']);
  });
});
