import { backtest } from '../../runtime/book/backtest.ts';
import { type Benchmark, timed } from './benchmark.ts';
import { drawPanels, rulesOfLargeBook } from './largeBook.ts';

/** One run only: what ran before and has not been collected yet is not what a backtest needs. */
export const benchmark: Benchmark = {
  name: 'backtest-1000x1000-cold-s',
  about: 'the work of backtest-1000x1000-ms once, in a fresh process: loading and compilation are part of it',
  unit: 's',
  baseline: 0.5,
  repeats: 3,
  memory: { name: 'backtest-1000x1000-gb', baseline: 0.3 },
  async run() {
    const panels = drawPanels(1000, 1000);
    return timed(() => backtest(rulesOfLargeBook(), panels));
  },
};
