import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Benchmark, median } from '../../../scripts/bench/benchmark.ts';
import { findBenchmarks, matching, measure } from '../../../scripts/bench/harness.ts';

describe('benchmarks of this project', () => {
  test('have stable names and baselines', async () => {
    const rows = (await findBenchmarks()).flatMap(({ benchmark }) => [
      [benchmark.name, benchmark.unit, benchmark.baseline],
      ...(benchmark.memory ? [[benchmark.memory.name, 'GB', benchmark.memory.baseline]] : []),
    ]);
    expect(rows).toEqual(
      expect.arrayContaining([
        ['backtest-1000x1000-ms', 'ms', 60],
        ['backtest-5000x6300-s', 's', 4],
        ['backtest-5000x6300-gb', 'GB', 3],
        ['check-startup-ratio', 'ratio', 4],
        ['features-800x3300-s', 's', 0.6],
        ['features-800x3300-gb', 'GB', 1],
        ['ingest-csv-500x5y-s', 's', 5],
        ['ingest-parquet-500x5y-s', 's', 2],
      ]),
    );
  });

  test('are found by part of the name of any of their rows', async () => {
    const names = (filter: string, found: Awaited<ReturnType<typeof findBenchmarks>>) =>
      matching(found, filter).map(({ benchmark }) => benchmark.name);
    const found = await findBenchmarks();
    expect(names('startup', found)).toEqual(['check-startup-ratio']);
    expect(names('3300-gb', found)).toEqual(['features-800x3300-s']);
    expect(names('no such thing', found)).toEqual([]);
    expect(names('', found)).toHaveLength(found.length);
  });
});

describe('measuring', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'strat-bench-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const described: Benchmark = {
    name: 'made-up-ms',
    about: 'nothing much',
    unit: 'ms',
    baseline: 20,
    repeats: 3,
    memory: { name: 'made-up-gb', baseline: 1 },
    prepare: async () => {},
    run: async () => 0,
  };

  /** Each run is a process, so what it answers is kept in a file beside it. */
  async function fileWith(name: string, run: string): Promise<string> {
    const path = join(folder, `${name}.ts`);
    const lines = [
      "import { appendFileSync, readFileSync } from 'node:fs';",
      `const log = ${JSON.stringify(`${path}.log`)};`,
      'export const benchmark = {',
      "  async prepare() { appendFileSync(log, ''); console.log('noise'); },",
      `  async run() { ${run} },`,
      '};',
    ];
    await writeFile(path, lines.join('\n'));
    return pathToFileURL(path).href;
  }

  test('the median of runs in processes of their own, and their peak memory as a row', async () => {
    // The runs answer 10, 40, 30: the file grows by one with each.
    const run =
      "appendFileSync(log, 'x'); console.log('noise'); return [10, 40, 30][readFileSync(log, 'utf8').length - 1];";
    const [time, memory] = await measure({ file: await fileWith('grows', run), benchmark: described });
    expect(time).toMatchObject({ name: 'made-up-ms', value: 30, unit: 'ms', baseline: 20, ratio: 1.5 });
    expect(time!.work).toBe('nothing much');
    expect(time!.machine).toMatch(/Node \d+/);
    expect(memory).toMatchObject({ name: 'made-up-gb', unit: 'GB', baseline: 1 });
    expect(memory!.value).toBeGreaterThan(0.02);
    expect(memory!.value).toBeLessThan(0.5);
  });

  test('a run that throws fails the benchmark', async () => {
    const file = await fileWith('fails', 'process.stderr.write = () => true; process.exit(3);');
    await expect(measure({ file, benchmark: described })).rejects.toThrow(/run failed/);
  });

  test('the median of an even number is the mean of the two in the middle', () => {
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([3, 1, 2])).toBe(2);
  });
});
