/** What bf16 products do to what is learnt: the demo's rank IC in both precisions, by the seed of its model. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Precision } from '../../runtime/models/engine.ts';
import type { Table } from './table.ts';

const SEEDS = [1, 2, 3, 4, 5];

export const tables: readonly Table[] = [
  {
    name: 'precision-tables-rank-ic',
    about:
      'Validation rank IC of the epoch kept, examples/demo.strat on the synthetic market, native engine, by the seed of ' +
      'the model.',
    columns: ['seed', 'float32', 'bf16', 'bf16 − float32'],
    async *rows(quick) {
      const seeds = quick ? SEEDS.slice(0, 2) : SEEDS;
      const full = await rankIcs('float32', seeds);
      const narrow = await rankIcs('bf16', seeds);
      const differences = narrow.map((value, k) => value - full[k]!);
      for (const [k, seed] of seeds.entries())
        yield [`${seed}`, ...[full, narrow, differences].map((of) => shown(of[k]!))];
      yield ['mean', ...[full, narrow, differences].map((of) => shown(mean(of)))];
      yield ['standard deviation', ...[full, narrow, differences].map((of) => shown(deviation(of)))];
    },
  },
];

async function rankIcs(precision: Precision, seeds: readonly number[]): Promise<readonly number[]> {
  const child = fileURLToPath(new URL('precision/trainChild.ts', import.meta.url));
  const process = fork(child, [precision, ...seeds.map(String)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  let answer: readonly number[] | null = null;
  process.on('message', (message) => {
    answer = message as readonly number[];
  });
  const [, signal] = await once(process, 'exit');
  if (signal === 'SIGILL') throw new Error('this processor has no bf16 products (AVX512_BF16)');
  if (answer === null) throw new Error(`training in ${precision} failed`);
  return answer;
}

function shown(value: number): string {
  return value.toFixed(4).replace('-', '−');
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Of a sample: n − 1. */
function deviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
}
