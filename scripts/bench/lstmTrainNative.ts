import { nativeKernels } from '../../runtime/models/fused/native/nativeKernels.ts';
import type { Benchmark } from './benchmark.ts';
import { pytorchUnavailable } from './lstm/pytorch.ts';
import { timeAgainstPyTorch } from './lstm/sideBySide.ts';

export const benchmark: Benchmark = {
  name: 'lstm-train-native-vs-pytorch',
  about:
    'time of a training step, native engine over PyTorch on the CPU, float32: hidden 128, 2 layers, window 90, ' +
    'batch 512, two threads; at least 3 times as fast',
  unit: 'ratio',
  baseline: 0.333,
  repeats: 1,
  unavailable: pytorchUnavailable,
  run: () => timeAgainstPyTorch(nativeKernels(), 'train'),
};
