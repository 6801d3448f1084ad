import type { Benchmark } from './benchmark.ts';
import { paperSession, preparePaper } from './paper.ts';

export const benchmark: Benchmark = {
  name: 'paper-session-500-stored-s',
  about: 'the same on predictions that a backtest has kept',
  unit: 's',
  baseline: 5,
  memory: { name: 'paper-session-500-stored-gb', baseline: 0.3 },
  prepare: () => preparePaper('stored'),
  run: () => paperSession('stored'),
};
