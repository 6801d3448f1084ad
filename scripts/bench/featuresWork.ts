/** The work of `features.ts`, which bundles this file as what is shipped is bundled. */
import { readFile } from 'node:fs/promises';
import { compile } from '../../compiler/compile.ts';
import type { Plan } from '../../compiler/plan.ts';
import { configSchema } from '../../configs/schema.ts';
import { importResolver } from '../../runtime/cli/imports.ts';
import { evaluate } from '../../runtime/evaluate/evaluate.ts';
import { openSource } from '../../runtime/sources/open.ts';
import type { BarsFile } from './bars.ts';

/** Loads modules and compiles the strategy; gives what is to be timed. */
export async function prepareWork(strategy: string, file: BarsFile): Promise<() => Promise<void>> {
  const plan = await planOf(strategy);
  const data = configSchema.shape.data.parse({
    source: 'parquet',
    bars: { path: file.path, close_adjusted_for: 'splits_and_dividends' },
  });
  await import('@duckdb/node-api');
  const roots = plan.features.features.map(({ node }) => node);
  return async () => {
    const source = await openSource(data, '.');
    const market = await source.load(
      {
        members: { source: 'list', tickers: file.tickers },
        benchmark: file.tickers[0]!,
        calendar: 'XNYS',
        series: [],
        sectors: false,
        period: file.period,
      },
      { emit: () => {} },
    );
    const values = evaluate(plan.expressions, roots, market);
    for (const root of roots) values.of(root);
  };
}

async function planOf(path: string): Promise<Plan> {
  const text = await readFile(path, 'utf8');
  const { plan, diagnostics } = compile({ file: path, text, resolve: importResolver(), set: {} });
  if (plan === null)
    throw new Error(`${path} does not compile: ${diagnostics.map(({ message }) => message).join('; ')}`);
  return plan;
}
