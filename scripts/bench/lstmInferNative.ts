import { nativeKernels } from '../../runtime/models/fused/native/nativeKernels.ts';
import type { Benchmark } from './benchmark.ts';
import { pytorchUnavailable } from './lstm/pytorch.ts';
import { timeAgainstPyTorch } from './lstm/sideBySide.ts';

export const benchmark: Benchmark = {
  name: 'lstm-infer-native-vs-pytorch',
  about:
    'time of predictions, native engine over PyTorch on the CPU, float32: hidden 128, 2 layers, window 90, ' +
    'batch 512, two threads; at least 1.2 times as fast',
  unit: 'ratio',
  baseline: 0.833,
  repeats: 1,
  unavailable: pytorchUnavailable,
  run: () => timeAgainstPyTorch(nativeKernels(), 'infer'),
};
