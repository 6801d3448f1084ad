/** A backtest in which trading is free, said outright. What is left out is another matter (`costs-missing`). */
import type { CheckedStrategy } from '../check/checked.ts';
import { blockOf, type LintContext, spanOf } from './context.ts';

const RATES = ['spread', 'commission', 'impact'] as const;

export function verifyCosts({ costs }: CheckedStrategy, context: LintContext): void {
  const free = RATES.every((key) => {
    const rate = costs[key];
    return rate.form === 'constant' && rate.value === 0 && context.origins.get(`costs.${key}`)?.by !== 'default';
  });
  const block = blockOf('costs', context);
  if (!free || block === null) return;
  const related = RATES.map((key) => ({ span: spanOf('costs', key, context), message: 'free' }));
  context.diagnostics.report('costs-zero', block.span, {}, { related, block: 'costs' });
}
