import { describe, expect, test } from 'vitest';
import { scheduleOf } from '../../../runtime/evaluate/schedule.ts';
import type { Kernel } from '../../../stdlib/types.ts';
import { Graph } from '../../support/expressions.ts';

const column: Kernel = { shape: 'column', run: () => {} };
const across: Kernel = { shape: 'across', run: () => {} };
const kernelOf = (op: string): Kernel =>
  op.startsWith('across') ? across : op === 'loss' ? { shape: 'lowered' } : column;

function phases(graph: Graph, roots: readonly string[]) {
  const schedule = scheduleOf(graph.nodes, roots, kernelOf);
  return {
    kept: [...schedule.kept],
    phases: schedule.phases.map(({ across, narrow, region }) => ({
      across: across.map(({ node }) => node.id),
      narrow: narrow.map(({ node }) => node.id),
      region: region.map(({ node }) => node.id),
    })),
  };
}

describe('schedule', () => {
  test('without a kernel across stocks there is one phase, and only roots are kept', () => {
    const graph = new Graph();
    const mean = graph.call('mean', [graph.field('close')], [20]);
    const root = graph.call('divide', [graph.field('close'), mean]);
    expect(phases(graph, [root])).toEqual({ kept: [root], phases: [{ across: [], narrow: [], region: [mean, root] }] });
  });

  test('a kernel across stocks is a barrier, and its input is kept', () => {
    const graph = new Graph();
    const returns = graph.call('returns', [graph.field('close')], [1]);
    const rank = graph.call('across_rank', [returns]);
    const root = graph.call('lag', [rank], [1]);
    expect(phases(graph, [root])).toEqual({
      kept: [root, returns],
      phases: [
        { across: [], narrow: [], region: [returns] },
        { across: [rank], narrow: [], region: [root] },
      ],
    });
  });

  test('what only a later phase reads is computed there, and not kept', () => {
    const graph = new Graph();
    const close = graph.field('close');
    const early = graph.call('returns', [close], [1]);
    const late = graph.call('mean', [close], [5]);
    const root = graph.call('add', [late, graph.call('across_mean', [early], [], 'series')]);
    const found = phases(graph, [root]);
    expect(found.kept).toEqual([root, early]);
    expect(found.phases[1]!.region).toEqual([late, root]);
  });

  test('what two phases read is computed in the first and kept', () => {
    const graph = new Graph();
    const shared = graph.call('returns', [graph.field('close')], [1]);
    const rank = graph.call('across_rank', [graph.call('negate', [shared])]);
    const root = graph.call('add', [shared, rank]);
    const found = phases(graph, [root]);
    expect(found.kept).toContain(shared);
    expect(found.phases[0]!.region).toContain(shared);
    expect(found.phases[1]!.region).toEqual([root]);
  });

  test('series and scalars belong to no stock', () => {
    const graph = new Graph();
    const series = graph.call('returns', [graph.field('benchmark_close', 'series')], [1]);
    const scalar = graph.call('negate', [graph.constant(2)]);
    const root = graph.call('multiply', [series, scalar]);
    expect(phases(graph, [root])).toEqual({
      kept: [],
      phases: [{ across: [], narrow: [series, scalar, root], region: [] }],
    });
  });

  test('what cannot be evaluated is a bug', () => {
    const graph = new Graph();
    expect(() => phases(graph, [graph.call('loss', [graph.field('close')])])).toThrow(/bug in strat.*'loss'/);
    expect(() => phases(graph, ['nowhere'])).toThrow(/no expression nowhere/);
  });
});
