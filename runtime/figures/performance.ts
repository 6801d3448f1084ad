/**
 * Figures of a series of simple returns per session. Definitions: semantics, "Figures"; the calendar says how many
 * sessions make a year. A figure with a zero denominator, or without enough returns, is null.
 */
import { DAY_MS } from '../market.ts';
import type { ReturnFigures } from '../results.ts';
import { mean, ratio, standardDeviation } from './moments.ts';

/** All figures of one series. A missing return (NaN) is not allowed. */
export function returnFigures(returns: Float64Array, sessionsPerYear: number): ReturnFigures {
  const n = returns.length;
  const average = mean(returns);
  const sd = standardDeviation(returns);
  const growth = equityCurve(returns).at(-1) ?? 1;
  const annualReturn = n === 0 ? null : growth ** (sessionsPerYear / n) - 1;
  const annualReturnArithmetic = average === null ? null : average * sessionsPerYear;
  // Zero when nothing was lost: `+ 0` turns −0 into 0.
  const maxDrawdown = drawdowns(returns).reduce((worst, drawdown) => Math.min(worst, drawdown), 0) + 0;
  return {
    n,
    totalReturn: growth - 1,
    annualReturn,
    annualReturnArithmetic,
    volatility: sd === null ? null : sd * Math.sqrt(sessionsPerYear),
    sharpe: sharpe(returns, sessionsPerYear),
    sortino: annualised(ratio(average, downsideDeviation(returns)), sessionsPerYear),
    maxDrawdown,
    calmar: n < 1 ? null : ratio(annualReturn, -maxDrawdown),
    hitRate: ratio(returns.filter((value) => value > 0).length, n),
  };
}

/** mean / sd × √sessions per year, no risk-free rate (Sharpe 1994); null when undefined. */
export function sharpe(returns: Float64Array, sessionsPerYear: number): number | null {
  return annualised(ratio(mean(returns), standardDeviation(returns)), sessionsPerYear);
}

/** Per session: √(Σ min(r, 0)² / n) over all n returns (Sortino and van der Meer 1991, target 0). */
export function downsideDeviation(returns: Float64Array): number | null {
  const squares = returns.map((value) => Math.min(value, 0) ** 2);
  const average = mean(squares);
  return average === null ? null : Math.sqrt(average);
}

function annualised(perSession: number | null, sessionsPerYear: number): number | null {
  return perSession === null ? null : perSession * Math.sqrt(sessionsPerYear);
}

/** Equity after each return, 1 before the first. */
export function equityCurve(returns: Float64Array): Float64Array {
  let equity = 1;
  return returns.map((value) => (equity *= 1 + value));
}

/** Drawdown after each return: equity / highest equity so far, the start included, − 1. At most 0. */
export function drawdowns(returns: Float64Array): Float64Array {
  let equity = 1;
  let peak = 1;
  return returns.map((value) => {
    equity *= 1 + value;
    peak = Math.max(peak, equity);
    return equity / peak - 1;
  });
}

/** Annualised Sharpe ratio of the last `window` returns, by session; NaN while there are fewer or it is undefined. */
export function rollingSharpe(returns: Float64Array, window: number, sessionsPerYear: number): Float64Array {
  return rolling(returns, window, (last) => sharpe(last, sessionsPerYear));
}

/** Annualised sd of the last `window` returns, by session; NaN while there are fewer. */
export function rollingVolatility(returns: Float64Array, window: number, sessionsPerYear: number): Float64Array {
  return rolling(returns, window, (last) => annualised(standardDeviation(last), sessionsPerYear));
}

/** Each window by itself: a few thousand returns need no updating sums, which would lose digits. */
function rolling(returns: Float64Array, window: number, figure: (last: Float64Array) => number | null): Float64Array {
  return returns.map((_, i) =>
    i + 1 < window ? Number.NaN : (figure(returns.subarray(i + 1 - window, i + 1)) ?? NaN),
  );
}

export interface MonthlyReturns {
  readonly year: number;
  /** January first; compounded, null for a month without a return. */
  readonly months: readonly (number | null)[];
  /** Compounded over the months that are there. */
  readonly total: number;
}

/** Returns compounded by calendar month; `days[i]` is the session of `returns[i]`, in days since 1970-01-01. */
export function monthlyReturns(returns: Float64Array, days: ArrayLike<number>): readonly MonthlyReturns[] {
  const years = new Map<number, (number | null)[]>();
  for (let i = 0; i < returns.length; i++) {
    const date = new Date(days[i]! * DAY_MS);
    const year = date.getUTCFullYear();
    const month = date.getUTCMonth();
    const growth = years.get(year) ?? new Array<number | null>(12).fill(null);
    years.set(year, growth);
    growth[month] = (growth[month] ?? 1) * (1 + returns[i]!);
  }
  return [...years].map(([year, growth]) => ({
    year,
    months: growth.map((value) => (value === null ? null : value - 1)),
    total: growth.reduce<number>((product, value) => product * (value ?? 1), 1) - 1,
  }));
}
