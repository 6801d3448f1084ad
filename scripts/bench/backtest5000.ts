import { backtest } from '../../runtime/book/backtest.ts';
import { type Benchmark, timed } from './benchmark.ts';
import { drawPanels, rulesOfLargeBook } from './largeBook.ts';

/** 25 years of 5,000 stocks. The panels of the market, 1 GB of the memory, are drawn before and not timed. */
export const benchmark: Benchmark = {
  name: 'backtest-5000x6300-s',
  about: 'the work of backtest-1000x1000-ms over 5,000 stocks x 6,300 sessions, once in a fresh process',
  unit: 's',
  baseline: 4,
  repeats: 3,
  memory: { name: 'backtest-5000x6300-gb', baseline: 3 },
  async run() {
    const panels = drawPanels(5000, 6300);
    return timed(() => backtest(rulesOfLargeBook(), panels));
  },
};
