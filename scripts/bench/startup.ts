import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Benchmark, median } from './benchmark.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const REPEATS = 25;

/**
 * What a person waits for at `strat check`, as a multiple of what Node alone takes to start. The two alternate, so
 * that a busy moment of the machine hits both.
 */
export const benchmark: Benchmark = {
  name: 'check-startup-ratio',
  about: `strat check strategies/s2_filter_negative.strat over node -e 0, medians of ${REPEATS} interleaved runs each`,
  unit: 'ratio',
  baseline: 4,
  repeats: 1,
  async prepare() {
    if (!existsSync(`${root}dist/strat.js`)) throw new Error('dist/ is missing: run `npm run build` first');
  },
  async run() {
    const check = ['dist/strat.js', 'check', 'strategies/s2_filter_negative.strat'];
    const bare = ['-e', '0'];
    // The first run of each fills the file cache and V8's compile cache: later runs are what people see.
    wall(check);
    wall(bare);
    const checks: number[] = [];
    const bares: number[] = [];
    for (let i = 0; i < REPEATS; i++) {
      bares.push(wall(bare));
      checks.push(wall(check));
    }
    return median(checks) / median(bares);
  },
};

function wall(args: readonly string[]): number {
  const start = performance.now();
  execFileSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  return performance.now() - start;
}
