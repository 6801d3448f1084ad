import type { Benchmark } from './benchmark.ts';
import { longBars } from './long/bars.ts';
import { loadWork, prepareLong } from './long/prepare.ts';

const bars = longBars(5000);

/** The largest market that a run is promised to do on a machine of 8 GB. */
export const benchmark: Benchmark = {
  name: 'features-31m-rows-s',
  about:
    '5,000 stocks x 6,300 sessions of Parquet, with splits: pulled into a store, verified, read and checked by all rules, ' +
    '14 features of core14 laid out for a model; first run in a fresh process',
  unit: 's',
  baseline: 60,
  repeats: 1,
  memory: { name: 'features-31m-rows-gb', baseline: 6 },
  prepare: () => prepareLong([bars]),
  async run() {
    const { runLong } = await loadWork();
    return runLong(bars);
  },
};
