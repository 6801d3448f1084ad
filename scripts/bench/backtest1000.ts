import { backtest } from '../../runtime/book/backtest.ts';
import { type Benchmark, median, milliseconds } from './benchmark.ts';
import { drawPanels, rulesOfLargeBook } from './largeBook.ts';

const TIMED_RUNS = 9;

/** Panels in, every step of every decision and holding out. Drawing the market is not timed. */
export const benchmark: Benchmark = {
  name: 'backtest-1000x1000-ms',
  about:
    'scores to weights to equity with full ledger, 1,000 stocks x 1,000 sessions: daily rebalancing, smoothing, ' +
    'costs, limits, stops, volatility target with its shadow book; median of nine runs after one that warms up, in a ' +
    'fresh process (the first run takes about twice as long)',
  unit: 'ms',
  baseline: 60,
  repeats: 3,
  async run() {
    const panels = drawPanels(1000, 1000);
    const once = (): Promise<number> => milliseconds(() => backtest(rulesOfLargeBook(), panels));
    // The baseline is of a program compiled beforehand.
    await once();
    const timed: number[] = [];
    for (let k = 0; k < TIMED_RUNS; k++) timed.push(await once());
    return median(timed);
  },
};
