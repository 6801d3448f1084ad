import { findPart } from '../expression/slot.ts';
import type { TypedExpression } from '../expression/typed.ts';
import { valuesOfPortfolio } from '../planPortfolio.ts';
import { valuesOfUniverse } from '../planUniverse.ts';
import type {
  CheckedCosts,
  CheckedExecution,
  CheckedFeatures,
  CheckedLabel,
  CheckedPortfolio,
  CheckedRisk,
  CheckedUniverse,
} from './checked.ts';
import type { CheckContext } from './settings.ts';
import { valuesOfFill, valuesOfRisk } from './tradingValues.ts';

/** Whoever reads the benchmark's price needs a benchmark; `market_return` has a meaning without one. */
export function verifyBenchmark(
  universe: CheckedUniverse | null,
  features: CheckedFeatures | null,
  label: CheckedLabel | null,
  portfolios: readonly CheckedPortfolio[] | null,
  execution: CheckedExecution | null,
  costs: CheckedCosts | null,
  risk: CheckedRisk | null,
  { diagnostics }: CheckContext,
): void {
  if (universe === null || universe.benchmark !== null) return;
  const values: readonly (TypedExpression | null | undefined)[] = [
    ...valuesOfUniverse(universe),
    ...(features?.features ?? []).map(({ value }) => value),
    label?.value,
    ...(portfolios ?? []).flatMap(valuesOfPortfolio),
    ...(execution === null || costs === null ? [] : valuesOfFill(execution, costs)),
    ...(risk === null ? [] : valuesOfRisk(risk)),
  ];
  for (const value of values) {
    if (!value) continue;
    const found = findPart(value, (part) => part.form === 'field' && part.field.name === 'benchmark_close');
    if (found !== null) diagnostics.report('benchmark-missing', (found.via ?? found.part).span, {});
  }
}
