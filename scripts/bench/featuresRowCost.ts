import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Benchmark, median } from './benchmark.ts';
import { type LongBars, longBars } from './long/bars.ts';
import { prepareLong } from './long/prepare.ts';
import type { LongTimes } from './long/work.ts';

const few = longBars(160);
const many = longBars(5000);

/**
 * What grows faster than its rows shows here. What a process takes to get going, loading DuckDB and starting threads,
 * weighs on the smaller size alone: that is why a ratio below 1 is the rule.
 */
export const benchmark: Benchmark = {
  name: 'features-row-cost-31m-vs-1m',
  about: 'seconds per row of the work of features-31m-rows-s, 5,000 stocks over 160 (median of 3), fresh processes',
  unit: 'ratio',
  baseline: 1.2,
  repeats: 1,
  prepare: () => prepareLong([few, many]),
  async run() {
    const small = [await costOf(few), await costOf(few), await costOf(few)];
    return (await costOf(many)) / median(small);
  },
};

/** Seconds per row. */
async function costOf({ stocks, rows }: LongBars): Promise<number> {
  const child = fork(fileURLToPath(new URL('long/child.ts', import.meta.url)), [String(stocks)]);
  let times: LongTimes | null = null;
  child.on('message', (message) => {
    times = message as LongTimes;
  });
  await once(child, 'exit');
  if (times === null) throw new Error(`the work over ${stocks} stocks failed`);
  return (times as LongTimes).value / rows;
}
