import { nativeKernels, nativePeak } from '../../runtime/models/fused/native/nativeKernels.ts';
import type { Benchmark } from './benchmark.ts';
import { timeAgainstPeak } from './lstm/sideBySide.ts';

export const benchmark: Benchmark = {
  name: 'lstm-train-native-peak-fraction',
  about:
    'time of a training step over what its operations take at the measured peak of multiply-adds: hidden 128, ' +
    '2 layers, window 90, batch 512, two threads; at least 75% of the peak',
  unit: 'ratio',
  baseline: 1.33,
  repeats: 1,
  run: () => timeAgainstPeak(nativeKernels(), nativePeak, 'train'),
};
