/** The inputs of the benchmarks over a quarter of a century, and the bundle of their work. */
import { fileURLToPath } from 'node:url';
import { benchFolder } from '../benchmark.ts';
import { type LongBars, makeLongBars } from './bars.ts';

const bundled = new URL('long-work/', benchFolder);

export async function prepareLong(all: readonly LongBars[]): Promise<void> {
  for (const bars of all) await makeLongBars(bars);
  const { bundle } = await import('../../bundle.ts');
  const entries = { work: 'scripts/bench/long/work.ts', regionThread: 'runtime/evaluate/regionThread.ts' };
  await bundle(entries, fileURLToPath(bundled));
}

export async function loadWork(): Promise<typeof import('./work.ts')> {
  return (await import(new URL('work.js', bundled).href)) as typeof import('./work.ts');
}
