import { type Benchmark, median } from './benchmark.ts';
import { prepareTyping, typeKeys } from './typing.ts';

/** Half of what a person who types waits for no longer than. */
export const benchmark: Benchmark = {
  name: 'lsp-keystroke-1000-lines-ms',
  about:
    'from a key in a strategy of 1,000 lines and 440 features to what strat lsp tells of it, over stdio: the median key',
  unit: 'ms',
  baseline: 50,
  repeats: 3,
  prepare: prepareTyping,
  async run() {
    return median(await typeKeys());
  },
};
