import type { Benchmark } from './benchmark.ts';
import { ingest, prepareIngest } from './ingest.ts';

export const benchmark: Benchmark = {
  name: 'ingest-csv-500x5y-s',
  about: '500 CSV files in to a snapshot of a store out: 500 stocks x 1,260 sessions, checked, sorted, written, hashed',
  unit: 's',
  baseline: 5,
  prepare: () => prepareIngest('csv'),
  run: () => ingest('csv'),
};
