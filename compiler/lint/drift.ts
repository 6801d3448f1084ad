/** A limit of drift that the first rebalance of all, from cash to the book, does not pass: it would stay in cash. */
import type { CheckedStrategy } from '../check/checked.ts';
import { pathOfPortfolio } from '../planPortfolio.ts';
import { type LintContext, related, spanOf } from './context.ts';
import { grossOf, mostGross } from './gross.ts';

export function verifyDrift({ portfolios, risk }: CheckedStrategy, context: LintContext): void {
  const [{ name, drift } = { name: null, drift: null }] = portfolios;
  if (drift === null) return;
  const hi = Math.max(1, risk.volatilityTarget?.hi ?? 1);
  const most = Math.min(hi * grossOf(portfolios), mostGross(portfolios, risk.limits));
  if (drift < most) return;
  const block = pathOfPortfolio(name);
  const legs = (['long', 'short'] as const).flatMap((side) => related(block, side, `the ${side}s`, context, 'gross'));
  context.diagnostics.report(
    'drift-above-book',
    spanOf(block, 'rebalance when', context, 'condition'),
    { drift, most },
    {
      related: legs,
    },
  );
}
