/** The figures of a run for programs: `metrics.json`. Missing figures are null; all are fractions, per session or year. */
import type { BookFigures, BookResult } from '../results.ts';

export interface BookMetrics {
  readonly stocks: number;
  readonly capital: number;
  readonly finalEquity: number;
  readonly decisions: number;
  readonly rebalances: number;
  readonly stops: number;
  /** Decisions at which the book was in cash. */
  readonly flatDecisions: number;
  readonly figures: BookFigures;
  /** What a report puts on top, by name. */
  readonly headlines: Readonly<Record<string, number | null>>;
}

export function figuresToJson(
  { stocks, capital, decisions, holdings, figures }: BookResult,
  headlines: Readonly<Record<string, number | null>> = {},
): BookMetrics {
  return {
    stocks,
    capital,
    finalEquity: holdings.equity.at(-1) ?? capital,
    decisions: decisions.count,
    rebalances: decisions.flags.filter(({ rebalance }) => rebalance).length,
    stops: decisions.stops.reduce((sum, stops) => sum + stops.length, 0),
    flatDecisions: decisions.flags.filter(({ flat }) => flat).length,
    figures,
    headlines,
  };
}
