/**
 * `npm run bench [-- FILTER] [--json FILE]`: runs the benchmarks whose name contains FILTER, prints a table, and with
 * `--json` writes `{name, value, unit, baseline, ratio, work, machine}[]`. Ends with 1 when a benchmark failed to
 * run; a value above its baseline is shown, not an error.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { BenchmarkResult } from './bench/benchmark.ts';
import { findBenchmarks, machine, matching, measure } from './bench/harness.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'string' } } });
const selected = matching(await findBenchmarks(), positionals[0] ?? '');
if (selected.length === 0) process.stderr.write(`no benchmark is called like '${positionals[0]}'\n`);

process.stdout.write(`${machine()}\n\n`);
process.stdout.write(line('benchmark', 'value', 'baseline', 'ratio', 'work'));
const results: BenchmarkResult[] = [];
for (const found of selected) {
  try {
    for (const row of await measure(found)) {
      results.push(row);
      const value = `${row.value.toPrecision(3)} ${row.unit}`;
      process.stdout.write(line(row.name, value, `${row.baseline} ${row.unit}`, row.ratio.toFixed(2), row.work));
    }
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 1;
  }
}
if (selected.length === 0) process.exitCode = 1;
if (values.json) await writeFile(values.json, `${JSON.stringify(results, null, 2)}\n`);

function line(name: string, value: string, baseline: string, ratio: string, work: string): string {
  return `${name.padEnd(24)}${value.padStart(14)}${baseline.padStart(14)}${ratio.padStart(8)}  ${work}\n`;
}
