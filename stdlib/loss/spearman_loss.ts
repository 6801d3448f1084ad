import { number } from '../define.ts';
import { averageRanks } from '../kernels/averageRanks.ts';
import type { Builtin } from '../types.ts';
import { unitRatio } from '../units.ts';

/** Average ranks of the labels, centred and of length 1; null where all labels are the same. */
function unitRanks(labels: Float64Array): Float64Array | null {
  const n = labels.length;
  const ranks = new Float64Array(n);
  averageRanks(labels, n, ranks);
  let squares = 0;
  for (let i = 0; i < n; i++) {
    ranks[i] = ranks[i]! - (n + 1) / 2;
    squares += ranks[i]! ** 2;
  }
  if (squares === 0) return null;
  const length = Math.sqrt(squares);
  for (let i = 0; i < n; i++) ranks[i] = ranks[i]! / length;
  return ranks;
}

function isConstant(values: ArrayLike<number>): boolean {
  for (let i = 1; i < values.length; i++) if (values[i] !== values[0]) return false;
  return true;
}

export const spearmanLoss: Builtin = {
  name: 'spearman_loss',
  version: 1,
  summary:
    'One less the rank correlation of predictions and labels, with ranks made smooth so that it has a gradient: it learns the order of the stocks and nothing of the size.',
  formula: '1 − corr(r, average ranks of labels), r_i = ½ + Σ_j σ((z_i − z_j) / τ), z = standardised predictions',
  source:
    'Qin, Liu and Li (2010), A General Approximation Framework for Direct Optimization of Information Retrieval Measures',
  example: 'spearman_loss(temperature: 0.05)',
  parameters: [
    number('temperature', 'How smooth ranks are: near 0 they are true ranks, without a gradient.', {
      default: 0.05,
      min: Number.MIN_VALUE,
      max: 100,
    }),
  ],
  result: 'loss',
  unit: unitRatio,
  kernel: {
    shape: 'loss',
    build(ops, { predictions, labels, values }, [temperature]) {
      const n = labels.length;
      const ranks = unitRanks(labels);
      // An undefined correlation counts as 0. Its gradient is 0 too, yet tied to the predictions: differentiating what
      // does not depend on them at all is an error in tfjs.
      if (n < 2 || ranks === null || isConstant(values)) {
        return ops.add(ops.scalar(1), ops.mul(ops.scalar(0), ops.sum(predictions)));
      }

      const centred = ops.sub(predictions, ops.mean(predictions));
      const deviation = ops.sqrt(ops.div(ops.sum(ops.square(centred)), ops.scalar(n - 1)));
      const z = ops.div(centred, ops.mul(deviation, ops.scalar(temperature!)));
      // The ½ of the soft rank falls out of a correlation and is not added.
      const soft = ops.sum(ops.sigmoid(ops.sub(ops.reshape(z, [n, 1]), ops.reshape(z, [1, n]))), 1);
      const spread = ops.sub(soft, ops.mean(soft));
      const correlation = ops.div(ops.sum(ops.mul(spread, ops.vector(ranks))), ops.sqrt(ops.sum(ops.square(spread))));
      return ops.sub(ops.scalar(1), correlation);
    },
  },
};
