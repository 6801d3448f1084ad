/** Answers of `strat query` as tables. */
import type { Similar } from '../publish/answers.ts';
import type { PerformanceMetrics, Recommendation, TradingResult } from '../publish/payloads.ts';
import { basisPoints, count, decimal, money, percent } from './format.ts';
import { type TextColumn, textTable } from './textTable.ts';

export function recommendationTable(rows: readonly Recommendation[]): readonly string[] {
  return answer(rows, withDay(RECOMMENDATION, rows));
}

export function resultTable(rows: readonly TradingResult[]): readonly string[] {
  return answer(rows, [DAY, ...RESULT]);
}

export function performanceTable(rows: readonly PerformanceMetrics[]): readonly string[] {
  return answer(rows, [DAY, ...PERFORMANCE]);
}

export function similarTable(rows: readonly Similar[]): readonly string[] {
  return answer(rows, withDay([SCORE, ...RECOMMENDATION], rows));
}

type Dated = Pick<Recommendation, 'day' | 'account' | 'strategy'>;

function answer<Row extends Dated>(rows: readonly Row[], columns: readonly TextColumn<Row>[]): readonly string[] {
  const [first] = rows;
  if (first === undefined) return ['nothing was found'];
  const days = daysOf(rows);
  const span = days.length === 1 ? days[0] : `${days[0]} … ${days.at(-1)}`;
  return [`${first.account}  ${first.strategy}  ${span}`, '', ...textTable(columns, rows)];
}

const DAY = { title: 'day', text: ({ day }: Dated) => day, isText: true } as const;

/** Of a single day it stands above the table. */
function withDay<Row extends Dated>(
  columns: readonly TextColumn<Row>[],
  rows: readonly Row[],
): readonly TextColumn<Row>[] {
  return daysOf(rows).length > 1 ? [DAY, ...columns] : columns;
}

function daysOf(rows: readonly Dated[]): readonly string[] {
  return [...new Set(rows.map(({ day }) => day))].sort();
}

const RECOMMENDATION: readonly TextColumn<Recommendation>[] = [
  { title: 'ticker', text: ({ ticker }) => ticker, isText: true },
  { title: 'side', text: ({ side }) => side, isText: true },
  { title: 'weight', text: ({ weight }) => percent(weight) },
  { title: 'target', text: ({ target }) => percent(target) },
  { title: 'held', text: ({ held }) => percent(held) },
  { title: 'prediction', text: ({ prediction }) => percent(prediction) },
  { title: 'rank', text: ({ rank }) => rank?.toString() ?? '–' },
  { title: 'adjusted price', text: ({ price }) => decimal(price) },
  { title: 'return', text: (row) => signed(row.return) },
];

const SCORE: TextColumn<Similar> = { title: 'score', text: ({ score }) => score.toFixed(4) };

const RESULT: readonly TextColumn<TradingResult>[] = [
  { title: 'net', text: ({ net }) => signed(net) },
  { title: 'gross', text: ({ gross }) => signed(gross) },
  { title: 'costs', text: (row) => basisPoints(chargesOf(row)) },
  { title: 'turnover', text: ({ turnover }) => percent(turnover, 1) },
  { title: 'equity', text: ({ equity }) => money(equity) },
  { title: 'longs', text: ({ longs }) => count(longs) },
  { title: 'shorts', text: ({ shorts }) => count(shorts) },
  { title: 'fills', text: ({ fills }) => count(fills) },
  {
    title: 'stops',
    text: ({ stops, stopped }) => [...stops, ...(stopped ? ['in cash'] : [])].join('; '),
    isText: true,
  },
];

/** All that came off the gross. */
function chargesOf({ gross, net }: TradingResult): number | null {
  return gross === null || net === null ? null : gross - net;
}

const PERFORMANCE: readonly TextColumn<PerformanceMetrics>[] = [
  { title: 'total', text: (row) => signed(row.total_return) },
  { title: 'per year', text: (row) => signed(row.annual_return) },
  { title: 'volatility', text: ({ volatility }) => percent(volatility) },
  { title: 'Sharpe', text: ({ sharpe }) => decimal(sharpe) },
  { title: 'Sortino', text: ({ sortino }) => decimal(sortino) },
  { title: 'Sharpe 60', text: (row) => decimal(row.sharpe_60) },
  { title: 'drawdown', text: ({ drawdown }) => percent(drawdown) },
  { title: 'deepest', text: (row) => percent(row.max_drawdown) },
  { title: 'hit rate', text: (row) => percent(row.hit_rate, 1) },
  { title: 'equity', text: ({ equity }) => money(equity) },
];

function signed(fraction: number | null): string {
  return fraction === null ? '–' : `${fraction > 0 ? '+' : ''}${percent(fraction)}`;
}
