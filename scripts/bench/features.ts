import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { compile } from '../../compiler/compile.ts';
import type { Plan } from '../../compiler/plan.ts';
import { configSchema } from '../../configs/schema.ts';
import { importResolver } from '../../runtime/cli/files.ts';
import { evaluate } from '../../runtime/evaluate/evaluate.ts';
import { openSource } from '../../runtime/sources/open.ts';
import { barsFile, makeBarsFile } from './bars.ts';
import { type Benchmark, benchFolder, timed } from './benchmark.ts';

const file = barsFile(800, 3300);

/**
 * What a run does before it can train: bars from disk into panels, and the expressions of core14 over them. Modules
 * are loaded and the strategy is compiled beforehand; nothing has been run before, so that just-in-time compilation
 * and the operating system's handing out of fresh memory are part of the time.
 */
export const benchmark: Benchmark = {
  name: 'features-800x3300-s',
  about: 'Parquet in to panels out: 800 stocks x 3,300 sessions, 14 features of core14; first run in a fresh process',
  unit: 's',
  baseline: 0.6,
  memory: { name: 'features-800x3300-gb', baseline: 1 },
  prepare: () => makeBarsFile(file),
  async run() {
    const plan = await planOfS2();
    const data = configSchema.shape.data.parse({
      source: 'parquet',
      bars: { path: file.path, close_adjusted_for: 'splits_and_dividends' },
    });
    await import('@duckdb/node-api');
    const roots = plan.features.features.map(({ node }) => node);
    return timed(async () => {
      const source = await openSource(data, fileURLToPath(benchFolder));
      const market = await source.load(
        {
          members: { source: 'list', tickers: file.tickers },
          benchmark: file.tickers[0]!,
          calendar: 'XNYS',
          period: file.period,
        },
        { emit: () => {} },
      );
      const values = evaluate(plan.expressions, roots, market);
      for (const root of roots) values.of(root);
    });
  },
};

async function planOfS2(): Promise<Plan> {
  const path = fileURLToPath(new URL('../../strategies/s2_filter_negative.strat', import.meta.url));
  const text = await readFile(path, 'utf8');
  const { plan, diagnostics } = compile({ file: path, text, resolve: importResolver(), set: {} });
  if (plan === null) throw new Error(`S2 does not compile: ${diagnostics.map(({ message }) => message).join('; ')}`);
  return plan;
}
