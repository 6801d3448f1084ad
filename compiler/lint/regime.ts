/** A regime that ends the book slowly: the way to cash is smoothed like any other. */
import type { CheckedStrategy } from '../check/checked.ts';
import { pathOfPortfolio } from '../planPortfolio.ts';
import { type LintContext, related, spanOf } from './context.ts';
import { sessionsBetween } from './schedule.ts';

/** Sessions, until half of the book is gone: two weeks, after which most falls of a market are over. */
const LONG = 10;

export function verifyRegimes({ portfolios }: CheckedStrategy, context: LintContext): void {
  for (const { name, hold, smooth, rebalance } of portfolios) {
    if (hold === null || smooth === null) continue;
    const rebalances = Math.log(0.5) / Math.log1p(-smooth.alpha);
    const sessions = rebalances * sessionsBetween(rebalance);
    if (sessions < LONG) continue;
    const block = pathOfPortfolio(name);
    const facts = { alpha: smooth.alpha, sessions };
    context.diagnostics.report('regime-fades', spanOf(block, 'hold when', context, 'condition'), facts, {
      related: related(block, 'smooth', 'at this pace, to cash as well', context),
      block: 'portfolio',
    });
  }
}
