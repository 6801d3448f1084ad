import { number } from '../define.ts';
import type { Builtin } from '../types.ts';
import { unitRatio } from '../units.ts';

export const huber: Builtin = {
  name: 'huber',
  version: 1,
  summary: 'Squared error for small errors, absolute error for large ones, so that a few wild returns do not rule.',
  formula: 'mean over stocks of ½e² where |e| ≤ δ, else δ(|e| − ½δ); e = prediction − label',
  source: 'Huber (1964), Robust Estimation of a Location Parameter',
  example: 'huber(delta: 0.05)',
  parameters: [
    number('delta', 'Where squared turns into absolute, in the unit of the label.', { min: Number.MIN_VALUE }),
  ],
  result: 'loss',
  unit: unitRatio,
  kernel: {
    shape: 'loss',
    // With c = min(|e|, δ) both branches are c (|e| − ½c), and so is the gradient: no branch is needed.
    build(ops, { predictions, labelTensor }, [delta]) {
      const size = ops.abs(ops.sub(predictions, labelTensor));
      const capped = ops.minimum(size, ops.scalar(delta!));
      return ops.mean(ops.mul(capped, ops.sub(size, ops.mul(ops.scalar(0.5), capped))));
    },
  },
};
