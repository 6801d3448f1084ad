import type { Builtin } from '../types.ts';
import { unitRatio } from '../units.ts';

export const mse: Builtin = {
  name: 'mse',
  version: 1,
  summary: 'The mean squared error of predictions.',
  formula: 'mean over stocks of (prediction − label)²',
  example: 'mse()',
  parameters: [],
  result: 'loss',
  unit: unitRatio,
  kernel: {
    shape: 'loss',
    build: (ops, { predictions, labelTensor }) => ops.mean(ops.square(ops.sub(predictions, labelTensor))),
  },
};
