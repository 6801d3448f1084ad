/**
 * `npm run bench [-- FILTER] [--quick] [--json FILE] [--into FILE]`: runs the benchmarks whose name contains FILTER, prints a table,
 * and with `--json` writes `{name, value, unit, baseline, ratio, work, machine}[]`. Tables of costs follow when FILTER
 * is part of their names (`lstm`, `tables`); `--quick` repeats less for them, and with `--into` they replace those in a
 * document. Ends with 1 when a benchmark failed to run; a value above its baseline is shown, not an error, and so is what
 * cannot be run here.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { BenchmarkResult } from './bench/benchmark.ts';
import { findBenchmarks, findTables, machine, matching, measure } from './bench/harness.ts';
import { placeTable, printTable } from './bench/table.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string' }, into: { type: 'string' }, quick: { type: 'boolean', default: false } },
});
const filter = positionals[0] ?? '';
const selected = matching(await findBenchmarks(), filter);
const tables = await findTables(filter);
if (selected.length + tables.length === 0) {
  process.stderr.write(`no benchmark is called like '${filter}'\n`);
  process.exitCode = 1;
}

process.stdout.write(`${machine()}\n\n`);
if (selected.length > 0) process.stdout.write(line('benchmark', 'value', 'baseline', 'ratio', 'work'));
const results: BenchmarkResult[] = [];
for (const found of selected) {
  const { name, unavailable } = found.benchmark;
  const missing = unavailable?.() ?? null;
  if (missing !== null) {
    process.stdout.write(`${name.padEnd(32)}skipped: ${missing}\n`);
    continue;
  }
  await tell(async () => {
    for (const row of await measure(found)) {
      results.push(row);
      const value = `${row.value.toPrecision(3)} ${row.unit}`;
      process.stdout.write(line(row.name, value, `${row.baseline} ${row.unit}`, row.ratio.toFixed(2), row.work));
    }
  });
}
for (const table of tables) {
  await tell(async () => {
    const printed = await printTable(table, values.quick, (text) => process.stdout.write(text));
    if (values.into === undefined) return;
    await writeFile(values.into, placeTable(await readFile(values.into, 'utf8'), table.name, printed));
  });
}
if (values.json) await writeFile(values.json, `${JSON.stringify(results, null, 2)}\n`);

/** A failure is told and the rest goes on. */
async function tell(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 1;
  }
}

function line(name: string, value: string, baseline: string, ratio: string, work: string): string {
  return `${name.padEnd(32)}${value.padStart(14)}${baseline.padStart(14)}${ratio.padStart(8)}  ${work}\n`;
}
