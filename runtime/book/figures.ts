/** Figures of a book over all holdings that have ended, flat ones included. */

import { returnFigures } from '../figures/performance.ts';
import type { BookFigures, Holdings, ReturnFigures } from '../results.ts';
import type { BookRules } from './types.ts';

export function bookFigures(holdings: Holdings, rules: Pick<BookRules, 'sleeves' | 'sessionsPerYear'>): BookFigures {
  const figures = (returns: Float64Array): ReturnFigures => returnFigures(returns, rules.sessionsPerYear);
  const cost = holdings.cost.map((value, h) => value + holdings.borrow[h]! + holdings.financing[h]!);
  const side = (of: 'long' | 'short', returns: Float64Array): ReturnFigures | null =>
    rules.sleeves.some((sleeve) => sleeve[of] !== null) ? figures(returns) : null;
  return {
    net: figures(holdings.net),
    gross: figures(holdings.gross),
    longNet: side('long', holdings.longNet),
    longGross: side('long', holdings.longGross),
    shortNet: side('short', holdings.shortNet),
    shortGross: side('short', holdings.shortGross),
    averageTurnover: average(holdings.turnover),
    averageTurnoverLong: average(holdings.turnoverLong),
    averageTurnoverShort: average(holdings.turnoverShort),
    averageCost: average(cost),
  };
}

function average(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return values.length === 0 ? 0 : sum / values.length;
}
