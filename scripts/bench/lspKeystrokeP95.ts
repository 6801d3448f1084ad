import type { Benchmark } from './benchmark.ts';
import { prepareTyping, typeKeys } from './typing.ts';

export const benchmark: Benchmark = {
  name: 'lsp-keystroke-1000-lines-p95-ms',
  about: 'the same of the slowest key in twenty',
  unit: 'ms',
  baseline: 50,
  repeats: 3,
  prepare: prepareTyping,
  async run() {
    const times = await typeKeys();
    return times[Math.floor(times.length * 0.95)]!;
  },
};
