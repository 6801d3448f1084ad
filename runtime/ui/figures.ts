/** The headline figures of a finished run, in reading order; `run-finished` carries them by key. */
import { basisPoints, decimal, percent } from './format.ts';

export const HEADLINES: readonly {
  readonly key: string;
  readonly label: string;
  show(value: number | null): string;
}[] = [
  { key: 'sharpe', label: 'Sharpe, net', show: decimal },
  { key: 'annual_return', label: 'Annual return', show: percent },
  { key: 'volatility', label: 'Volatility', show: percent },
  { key: 'max_drawdown', label: 'Max drawdown', show: percent },
  { key: 'benchmark_return', label: 'Benchmark, annual', show: percent },
  { key: 'average_turnover', label: 'Turnover a session', show: percent },
  { key: 'average_cost', label: 'Cost a session', show: basisPoints },
  { key: 'rank_ic', label: 'Rank IC, test', show: (value) => decimal(value, 3) },
  { key: 'validation_rank_ic', label: 'Rank IC, validation', show: (value) => decimal(value, 3) },
  { key: 'oracle_rank_ic', label: 'Rank IC planted, test', show: (value) => decimal(value, 3) },
  { key: 'sessions', label: 'Sessions', show: (value) => decimal(value, 0) },
];

export function headlines(figures: Readonly<Record<string, number | null>>): { label: string; text: string }[] {
  return HEADLINES.filter(({ key }) => key in figures).map(({ key, label, show }) => ({
    label,
    text: show(figures[key] ?? null),
  }));
}
