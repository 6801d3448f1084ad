/** Figures of the book's own net returns, for `stop when`. The book engine computes them. */
import { windowOf } from '../define.ts';
import type { Builtin } from '../types.ts';
import { unitRatio } from '../units.ts';

export const volatility: Builtin = {
  name: 'volatility',
  version: 1,
  summary:
    "How much the book's returns have varied before today: their standard deviation per session, not annualised; undefined until there are enough.",
  formula: 'sample sd of the last n net returns before the latest',
  example: 'volatility(60d)',
  parameters: [windowOf(2, 'How many net returns, the latest not among them.')],
  result: 'scalar',
  unit: unitRatio,
  availability: 'last fill',
  kernel: { shape: 'book' },
};

export const sharpe: Builtin = {
  name: 'sharpe',
  version: 1,
  summary: 'The annualised Sharpe ratio of the book over its latest returns; undefined until there are enough.',
  formula: 'mean / sd × √(sessions per year) of the last n net returns',
  source: 'Sharpe (1994), The Sharpe Ratio',
  example: 'sharpe(60d)',
  parameters: [windowOf(2, 'How many net returns, the latest included.')],
  result: 'scalar',
  unit: unitRatio,
  availability: 'last fill',
  kernel: { shape: 'book' },
};
