import { portableKernels } from '../../runtime/models/fused/portable/portableKernels.ts';
import type { Benchmark } from './benchmark.ts';
import { pytorchUnavailable } from './lstm/pytorch.ts';
import { timeAgainstPyTorch } from './lstm/sideBySide.ts';

export const benchmark: Benchmark = {
  name: 'lstm-train-portable-vs-pytorch',
  about:
    'time of a training step, portable engine over PyTorch on the CPU, float32: hidden 128, 2 layers, window 90, ' +
    'batch 512, two threads; at least 0.7 times as fast',
  unit: 'ratio',
  baseline: 1.43,
  repeats: 1,
  unavailable: pytorchUnavailable,
  run: () => timeAgainstPyTorch(portableKernels(), 'train'),
};
