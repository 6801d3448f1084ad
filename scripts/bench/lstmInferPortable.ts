import { portableKernels } from '../../runtime/models/fused/portable/portableKernels.ts';
import type { Benchmark } from './benchmark.ts';
import { pytorchUnavailable } from './lstm/pytorch.ts';
import { timeAgainstPyTorch } from './lstm/sideBySide.ts';

export const benchmark: Benchmark = {
  name: 'lstm-infer-portable-vs-pytorch',
  about:
    'time of predicting, portable engine over PyTorch on the CPU, float32: hidden 128, 2 layers, window 90, batch 512, ' +
    'two threads; at least 0.3 times as fast',
  unit: 'ratio',
  baseline: 3.33,
  repeats: 1,
  unavailable: pytorchUnavailable,
  run: () => timeAgainstPyTorch(portableKernels(), 'infer'),
};
