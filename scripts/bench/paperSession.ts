import type { Benchmark } from './benchmark.ts';
import { paperSession, preparePaper } from './paper.ts';

export const benchmark: Benchmark = {
  name: 'paper-session-500-s',
  about:
    'strat run --mode paper from start to exit: one session of S2 on 500 stocks, live clock, predicted by its LSTM',
  unit: 's',
  baseline: 5,
  memory: { name: 'paper-session-500-gb', baseline: 0.3 },
  prepare: () => preparePaper('model'),
  run: () => paperSession('model'),
};
