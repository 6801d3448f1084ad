/** Returns of the book and the benchmark as the columns that plots and tables read. */
import { bootstrapInterval } from '../figures/bootstrap.ts';
import {
  drawdowns,
  equityCurve,
  monthlyReturns,
  returnFigures,
  rollingSharpe,
  rollingVolatility,
  sharpe,
} from '../figures/performance.ts';
import { type Market, toIsoDay } from '../market.ts';
import type { BookResult, ReturnFigures } from '../results.ts';
import { known, runningSum } from './columns.ts';
import type { MonthlyRow, ReportInput, ReturnColumns } from './input.ts';

export function returnColumns(
  market: Market,
  { holdings, figures }: BookResult,
  sessionsPerYear: number,
  window: number,
): ReturnColumns {
  const { net, gross, cost, borrow } = holdings;
  return {
    start: holdings.count === 0 ? null : toIsoDay(market.sessions[holdings.from[0]!]!),
    sessions: Array.from(holdings.to, (session) => toIsoDay(market.sessions[session]!)),
    net: [...net],
    gross: [...gross],
    equity: [...equityCurve(net)],
    grossEquity: [...equityCurve(gross)],
    benchmark: benchmarkColumn(market, holdings),
    drawdown: [...drawdowns(net)],
    rollingSharpe: known(rollingSharpe(net, window, sessionsPerYear)),
    rollingVolatility: known(rollingVolatility(net, window, sessionsPerYear)),
    turnover: [...holdings.turnover],
    cost: Array.from(cost, (value, i) => value + borrow[i]!),
    longContribution: figures.longNet === null ? null : runningSum(holdings.longNet),
    shortContribution: figures.shortNet === null ? null : runningSum(holdings.shortNet),
  };
}

/** Rebased to 1 at the first fill, or at the first later session with a price. */
function benchmarkColumn({ benchmark }: Market, { from, to, count }: BookResult['holdings']): (number | null)[] | null {
  if (benchmark === null || count === 0) return null;
  let base = benchmark[from[0]!]!;
  return Array.from(to, (session) => {
    const price = benchmark[session]!;
    if (Number.isNaN(price)) return null;
    if (Number.isNaN(base)) base = price;
    return price / base;
  });
}

/** Over the sessions of the book; a session without a price joins the next one that has one. */
export function benchmarkFigures({ benchmark }: ReturnColumns, sessionsPerYear: number): ReturnFigures | null {
  if (benchmark === null) return null;
  let before = 1;
  const returns: number[] = [];
  for (const value of benchmark) {
    if (value === null) continue;
    returns.push(value / before - 1);
    before = value;
  }
  return returnFigures(Float64Array.from(returns), sessionsPerYear);
}

export function sharpeInterval(
  { holdings }: BookResult,
  sessionsPerYear: number,
  seed: number,
): ReportInput['sharpeInterval'] {
  return bootstrapInterval(holdings.net, (returns) => sharpe(returns, sessionsPerYear), { seed });
}

export function monthlyRows(market: Market, { holdings }: BookResult): readonly MonthlyRow[] {
  return monthlyReturns(
    holdings.net,
    holdings.to.map((session) => market.sessions[session]!),
  );
}
