import { AT_THE_CLOSE, lagLookBack, sessions } from '../define.ts';
import type { Builtin } from '../types.ts';
import { unitRatio } from '../units.ts';

/** The compiler writes it as `group_mean(returns(close, n), by: sector)`. */
export const sectorReturn: Builtin = {
  name: 'sector_return',
  version: 1,
  summary:
    "The return of a stock's sector: the plain mean over its members that have a return, the stock itself included. `returns(close, n) - sector_return(n)` is strength relative to the sector.",
  formula: 'mean over members j of the sector of i of close[j, t] / close[j, t − n] − 1',
  example: 'returns(close, 20d) - sector_return(20d)',
  parameters: [sessions('sessions', 'Over how many sessions.', { default: 1 })],
  result: 'panel',
  unit: unitRatio,
  availability: AT_THE_CLOSE,
  lookBack: lagLookBack,
  kernel: { shape: 'lowered' },
};
