import { fileURLToPath } from 'node:url';
import { barsFile, makeBarsFile } from './bars.ts';
import { type Benchmark, benchFolder, timed } from './benchmark.ts';

const file = barsFile(800, 3300);
const bundled = new URL('features/', benchFolder);

/**
 * What a run does before it can train: bars from disk into panels, and the expressions of core14 over them. Modules
 * are loaded and the strategy is compiled beforehand; nothing has been run before, so that just-in-time compilation
 * and the operating system's handing out of fresh memory are part of the time. Bundled as what is shipped is: from the
 * sources, a thread that starts would first strip their types.
 */
export const benchmark: Benchmark = {
  name: 'features-800x3300-s',
  about: 'Parquet in to panels out: 800 stocks x 3,300 sessions, 14 features of core14; first run in a fresh process',
  unit: 's',
  baseline: 0.6,
  memory: { name: 'features-800x3300-gb', baseline: 1 },
  async prepare() {
    await makeBarsFile(file);
    const { bundle } = await import('../bundle.ts');
    const entries = {
      work: 'scripts/bench/featuresWork.ts',
      regionThread: 'runtime/evaluate/regionThread.ts',
    };
    await bundle(entries, fileURLToPath(bundled));
  },
  async run() {
    const { prepareWork } = (await import(new URL('work.js', bundled).href)) as typeof import('./featuresWork.ts');
    const strategy = fileURLToPath(new URL('../../strategies/s2_filter_negative.strat', import.meta.url));
    const work = await prepareWork(strategy, file);
    return timed(work);
  },
};
