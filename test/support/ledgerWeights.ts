import { weightsAfter } from '../../runtime/book/weightLog.ts';
import type { BookStep, Decisions } from '../../runtime/results.ts';

const STEPS = ['target', 'smoothed', 'limited', 'drifted', 'held'] as const satisfies readonly BookStep[];

export type DenseDecisions = Decisions & Readonly<Record<BookStep, Float64Array>>;

/** With the weights of all stocks after each step: decisions × stocks, NaN where a step did not take place. */
export function dense(decisions: Decisions, stocks: number): DenseDecisions {
  const columns = STEPS.map((step): [BookStep, Float64Array] => {
    const all = new Float64Array(decisions.count * stocks);
    decisions.flags.forEach(({ rebalance, resumed }, d) => {
      const took = step === 'target' ? rebalance : step === 'drifted' || step === 'held' || rebalance || resumed;
      const row = weightsAfter(decisions.weights, step, d, stocks);
      all.set(took ? row : row.fill(Number.NaN), d * stocks);
    });
    return [step, all];
  });
  return { ...decisions, ...(Object.fromEntries(columns) as Record<BookStep, Float64Array>) };
}

/** The other way round: the names that have a weight in any step, of decisions × stocks. */
export function sparse(all: Readonly<Record<BookStep, Float64Array>>, stocks: number): Decisions['weights'] {
  const places = [...all.held.keys()].filter((at) => STEPS.some((step) => Boolean(all[step][at])));
  const columns = STEPS.map((step) => [step, Float64Array.from(places, (at) => all[step][at]!)]);
  const count = all.held.length / stocks;
  return {
    starts: Int32Array.from({ length: count + 1 }, (_, d) => places.filter((at) => at < d * stocks).length),
    stock: Int32Array.from(places, (at) => at % stocks),
    ...(Object.fromEntries(columns) as Record<BookStep, Float64Array>),
  };
}
