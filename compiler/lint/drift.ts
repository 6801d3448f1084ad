/** A limit of drift that the first rebalance of all, from cash to the book, does not pass: it would stay in cash. */
import type { CheckedPortfolio, CheckedStrategy } from '../check/checked.ts';
import { pathOfPortfolio } from '../planPortfolio.ts';
import { isWritten, type LintContext, related, spanOf } from './context.ts';
import { grossOf, mostGross } from './gross.ts';

export function verifyDrift({ portfolios, risk }: CheckedStrategy, context: LintContext): void {
  const [only] = portfolios;
  if (only === undefined || only.drift === null || !isWhole(only, risk, context)) return;
  const { name, drift } = only;
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

/** Of a side or a scale that has errors nobody knows how much it lets the book hold. */
function isWhole(
  portfolio: CheckedPortfolio,
  { volatilityTarget }: CheckedStrategy['risk'],
  context: LintContext,
): boolean {
  const block = pathOfPortfolio(portfolio.name);
  const sides = (['long', 'short'] as const).every(
    (side) => portfolio[side] !== null || !isWritten(block, side, context),
  );
  return sides && (volatilityTarget !== null || !isWritten('risk', 'target volatility', context));
}
