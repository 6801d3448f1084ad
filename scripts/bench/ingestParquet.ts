import type { Benchmark } from './benchmark.ts';
import { ingest, prepareIngest } from './ingest.ts';

export const benchmark: Benchmark = {
  name: 'ingest-parquet-500x5y-s',
  about:
    'one Parquet file in to a snapshot of a store out: 500 stocks x 1,260 sessions, checked, sorted, written, hashed',
  unit: 's',
  baseline: 2,
  prepare: () => prepareIngest('parquet'),
  run: () => ingest('parquet'),
};
