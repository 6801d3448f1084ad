/** `std.features.core14` as expression nodes by hand, each as its definition in the semantics reads. */
import type { NodeId } from '../../compiler/plan.ts';
import type { Graph } from './expressions.ts';

/** In the order of the file. With a benchmark, `market_ret` is its return; without, the members' mean. */
export function core14(
  graph: Graph,
  withBenchmark: boolean,
): readonly { readonly name: string; readonly node: NodeId }[] {
  const close = graph.field('close');
  const volume = graph.field('volume');
  const over = (op: string, x: NodeId, n: number) => graph.call(op, [x], [n]);
  const divide = (a: NodeId, b: NodeId) => graph.call('divide', [a, b]);
  const lessOne = (x: NodeId) => graph.call('subtract', [x, graph.constant(1)]);
  const daily = over('returns', close, 1);
  const range = graph.call('subtract', [graph.field('high'), graph.field('low')]);
  const market = withBenchmark
    ? over('returns', graph.field('benchmark_close', 'series'), 1)
    : graph.call('mean_across', [daily], [], 'series');
  return Object.entries({
    ret_1d: daily,
    ret_5d: over('returns', close, 5),
    ret_20d: over('returns', close, 20),
    vol_5d: over('stdev', daily, 5),
    vol_20d: over('stdev', daily, 20),
    volume_vol: over('stdev', over('returns', volume, 1), 20),
    dist_high: lessOne(divide(close, over('highest', graph.field('high'), 20))),
    dist_low: lessOne(divide(close, over('lowest', graph.field('low'), 20))),
    range_compression: divide(over('mean', range, 5), over('mean', range, 20)),
    mom_5d: lessOne(divide(close, over('mean', close, 5))),
    mom_20d: lessOne(divide(close, over('mean', close, 20))),
    volume_ratio: divide(volume, over('mean', volume, 20)),
    volume_trend: lessOne(divide(over('mean', volume, 5), over('mean', volume, 20))),
    market_ret: market,
  }).map(([name, node]) => ({ name, node }));
}
