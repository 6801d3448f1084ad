/** The figures a run is first judged by, under the keys that `metrics.json` and the terminal use. */
import type { ReportInput } from './input.ts';

export function headlineFigures({ figures, benchmark, signal, training }: ReportInput): Record<string, number | null> {
  const best = training?.epochs.find(({ epoch }) => epoch === training.bestEpoch);
  return {
    sharpe: figures.net.sharpe,
    annual_return: figures.net.annualReturn,
    volatility: figures.net.volatility,
    max_drawdown: figures.net.maxDrawdown,
    ...(benchmark !== null && { benchmark_return: benchmark.annualReturn }),
    average_turnover: figures.averageTurnover,
    average_cost: figures.averageCost,
    rank_ic: signal?.mean ?? null,
    ...(best !== undefined && { validation_rank_ic: best.validationRankIc }),
    ...(signal !== null && signal.planted !== null && { oracle_rank_ic: signal.planted }),
    sessions: figures.net.n,
  };
}
