/** Finds benchmarks, runs each in processes of their own, and reduces their values to medians. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { arch, cpus, loadavg, platform } from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Benchmark, type BenchmarkResult, median } from './benchmark.ts';
import type { ChildAnswer } from './child.ts';
import type { Table } from './table.ts';

const folder = new URL('./', import.meta.url);
const child = fileURLToPath(new URL('child.ts', folder));

export interface Found {
  readonly file: string;
  readonly benchmark: Benchmark;
}

/** Every file of this folder that exports `benchmark`, in the order of their names. */
export async function findBenchmarks(): Promise<readonly Found[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.ts') && name !== 'child.ts').sort();
  const found: Found[] = [];
  for (const name of files) {
    const file = pathToFileURL(fileURLToPath(new URL(name, folder))).href;
    const loaded = (await import(file)) as { benchmark?: Benchmark };
    if (loaded.benchmark) found.push({ file, benchmark: loaded.benchmark });
  }
  return found;
}

/** The tables whose names contain the filter. They take minutes and are made only when asked for: none without one. */
export async function findTables(filter: string): Promise<readonly Table[]> {
  if (filter === '') return [];
  const all = await Promise.all([import('./lstmTables.ts'), import('./s2Tables.ts'), import('./precisionTables.ts')]);
  return all.flatMap(({ tables }) => tables).filter(({ name }) => name.includes(filter));
}

/** Benchmarks of which a row's name contains the filter. */
export function matching(found: readonly Found[], filter: string): readonly Found[] {
  return found.filter(
    ({ benchmark }) => benchmark.name.includes(filter) || (benchmark.memory?.name.includes(filter) ?? false),
  );
}

export function machine(): string {
  const [first] = cpus();
  return `${cpus().length} × ${first?.model.trim() ?? arch()}, ${platform()} ${arch()}, Node ${process.versions.node}`;
}

/** The rows of one benchmark. Throws when a run fails: its own error is already on stderr. */
export async function measure({ file, benchmark }: Found): Promise<readonly BenchmarkResult[]> {
  if (benchmark.prepare) await inChild(file, 'prepare');
  const answers: ChildAnswer[] = [];
  for (let i = 0; i < (benchmark.repeats ?? 5); i++) answers.push(await inChild(file, 'run'));
  const row = (name: string, value: number, unit: string, baseline: number, work: string): BenchmarkResult => ({
    name,
    value,
    unit,
    baseline,
    ratio: value / baseline,
    work,
    machine: machine(),
  });
  const { name, unit, baseline, about, memory } = benchmark;
  const value = median(answers.map((answer) => answer.value));
  const rows = [row(name, value, unit, baseline, about + effort(answers))];
  if (memory) {
    const peak = median(answers.map((answer) => answer.peakMemory));
    rows.push(row(memory.name, peak, 'GB', memory.baseline, `peak resident memory of ${name}`));
  }
  return rows;
}

/** On a machine that others use as well, processor time says more than time on the wall does. */
function effort(answers: readonly ChildAnswer[]): string {
  const cpu = answers.flatMap((answer) => answer.cpu ?? []);
  if (cpu.length === 0) return '';
  const values = answers.map(({ value }) => value.toFixed(2)).join(' ');
  return `; processor time ${median(cpu).toFixed(2)} s, load average ${loadavg()[0]!.toFixed(1)}, runs ${values}`;
}

async function inChild(file: string, step: 'prepare' | 'run'): Promise<ChildAnswer> {
  const process = fork(child, [file, step], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  let answer: ChildAnswer | null = null;
  process.on('message', (message) => {
    answer = message as ChildAnswer;
  });
  await once(process, 'exit');
  if (answer === null) throw new Error(`benchmark ${file}: ${step} failed`);
  return answer;
}
