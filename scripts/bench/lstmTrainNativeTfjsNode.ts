import { nativeKernels } from '../../runtime/models/fused/native/nativeKernels.ts';
import type { Benchmark } from './benchmark.ts';
import { timeAgainstTfjsNode } from './lstm/sideBySide.ts';
import { tfjsNodeUnavailable } from './lstm/tfjsNode.ts';

export const benchmark: Benchmark = {
  name: 'lstm-train-native-vs-tfjs-node',
  about:
    'time of a training step, native engine over the plain one on tfjs-node (TensorFlow on the CPU), float32: hidden ' +
    '128, 2 layers, window 90, batch 512, two threads; at least 25 times as fast',
  unit: 'ratio',
  baseline: 0.04,
  repeats: 1,
  unavailable: tfjsNodeUnavailable,
  run: () => timeAgainstTfjsNode(nativeKernels(), 'train'),
};
