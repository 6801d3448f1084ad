/** Returns of the book and the benchmark as the columns that plots and tables read. */
import type { Plan } from '../../compiler/plan.ts';
import { type Market, toIsoDay } from '../market.ts';
import type { BookResult, ReturnFigures } from '../results.ts';
import type { MonthlyRow, ReportInput, ReturnColumns } from './input.ts';
import { deviation, mean, over, returnFigures, rolling } from './standIn.ts';

export function returnColumns(
  market: Market,
  { holdings }: BookResult,
  sessionsPerYear: number,
  window: number,
): ReturnColumns {
  const year = Math.sqrt(sessionsPerYear);
  const net = [...holdings.net];
  const gross = [...holdings.gross];
  const equity = compounded(net);
  const declared = (values: Float64Array) => values.length > 0 && values.every((value) => !Number.isNaN(value));
  return {
    start: holdings.count === 0 ? null : toIsoDay(market.sessions[holdings.from[0]!]!),
    sessions: [...holdings.to].map((session) => toIsoDay(market.sessions[session]!)),
    net,
    gross,
    equity,
    grossEquity: compounded(gross),
    benchmark: benchmarkColumn(market, holdings),
    drawdown: drawdowns(equity),
    rollingSharpe: rolling(net, window, (part) => over(mean(part), deviation(part), year)),
    rollingVolatility: rolling(net, window, (part) => (deviation(part) ?? 0) * year),
    turnover: [...holdings.turnover],
    cost: net.map((_, i) => holdings.cost[i]! + holdings.borrow[i]!),
    longContribution: declared(holdings.longNet) ? summed(holdings.longNet) : null,
    shortContribution: declared(holdings.shortNet) ? summed(holdings.shortNet) : null,
  };
}

/** Rebased to 1 at the first fill, or at the first later session with a price. */
function benchmarkColumn({ benchmark }: Market, { from, to, count }: BookResult['holdings']): (number | null)[] | null {
  if (benchmark === null || count === 0) return null;
  let base = benchmark[from[0]!]!;
  return [...to].map((session) => {
    const price = benchmark[session]!;
    if (Number.isNaN(price)) return null;
    if (Number.isNaN(base)) base = price;
    return price / base;
  });
}

export function benchmarkFigures({ benchmark }: ReturnColumns, sessionsPerYear: number): ReturnFigures | null {
  if (benchmark === null) return null;
  let before = 1;
  const returns: number[] = [];
  for (const value of benchmark) {
    if (value === null) continue;
    returns.push(value / before - 1);
    before = value;
  }
  return returnFigures(returns, sessionsPerYear);
}

export function sharpeInterval(_book: BookResult, _plan: Plan): ReportInput['sharpeInterval'] {
  return null;
}

/** Net returns of the sessions of each month, compounded. */
export function monthlyRows({ sessions, net }: ReturnColumns): MonthlyRow[] {
  const years = new Map<number, (number | null)[]>();
  sessions.forEach((session, i) => {
    const year = Number(session.slice(0, 4));
    const month = Number(session.slice(5, 7)) - 1;
    const months = years.get(year) ?? new Array<number | null>(12).fill(null);
    months[month] = (1 + (months[month] ?? 0)) * (1 + net[i]!) - 1;
    years.set(year, months);
  });
  return [...years].map(([year, months]) => ({
    year,
    months,
    total: months.reduce<number>((growth, value) => growth * (1 + (value ?? 0)), 1) - 1,
  }));
}

function compounded(returns: readonly number[]): number[] {
  let equity = 1;
  return returns.map((value) => (equity *= 1 + value));
}

function drawdowns(equity: readonly number[]): number[] {
  let peak = 1;
  return equity.map((value) => {
    peak = Math.max(peak, value);
    return value / peak - 1;
  });
}

function summed(values: Float64Array): number[] {
  let sum = 0;
  return [...values].map((value) => (sum += value));
}
