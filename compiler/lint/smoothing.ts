/** Smoothing: what a share of the way means at a slower schedule, and names too small to survive it. */
import { DUST } from '../../stdlib/book/dust.ts';
import type { CheckedPortfolio, CheckedStrategy } from '../check/checked.ts';
import { pathOfPortfolio } from '../planPortfolio.ts';
import { type LintContext, related, spanOf } from './context.ts';
import { sidesOf } from './gross.ts';
import { pace, sessionsBetween } from './schedule.ts';

/** Half of the way in two rebalances: slower than that is a share meant for sessions, or worth a reason. */
const SLOW = 1 - Math.SQRT1_2;

/** A share so small never moves the book: that its names stay below a basis point says it, and years say no more. */
const LEAST = 1e-6;

/** 0.02 × 35% / 70 is one basis point, and in binary a little less. */
const ROUNDING = 1e-9;

export function verifySmoothing({ portfolios }: CheckedStrategy, context: LintContext): void {
  for (const portfolio of portfolios) {
    verifySchedule(portfolio, context);
    verifyNames(portfolio, context);
  }
}

function verifySchedule({ name, smooth, rebalance }: CheckedPortfolio, context: LintContext): void {
  if (smooth === null || rebalance === 'every session') return;
  const { alpha } = smooth;
  if (alpha >= SLOW || alpha < LEAST) return;
  const between = sessionsBetween(rebalance);
  const block = pathOfPortfolio(name);
  const halfLife = Math.log(0.5) / Math.log1p(-alpha);
  const facts = { alpha, rebalance: pace(rebalance), halfLife, between, instead: 1 - (1 - alpha) ** between };
  context.diagnostics.report('smoothing-per-session', spanOf(block, 'smooth', context, 'method'), facts, {
    related: related(block, 'rebalance', 'each step is a rebalance', context),
    block: 'portfolio',
  });
}

/** The leg whose names take the smallest first step. */
function verifyNames(portfolio: CheckedPortfolio, context: LintContext): void {
  const { smooth } = portfolio;
  if (smooth === null) return;
  const { alpha } = smooth;
  const steps = sidesOf([portfolio]).flatMap(({ side, count, leg: { gross }, block }) =>
    count === null ? [] : [{ side, count, gross, block, step: (alpha * gross) / count }],
  );
  const [smallest] = steps
    .filter(({ step, gross }) => gross > 0 && step < DUST * (1 - ROUNDING))
    .sort((a, b) => a.step - b.step);
  if (smallest === undefined) return;
  const { side, gross, count, step, block } = smallest;
  const facts = { alpha, gross, count, step, least: (DUST * count) / gross };
  context.diagnostics.report('smoothing-swallows-names', spanOf(block, 'smooth', context, 'method'), facts, {
    related: related(block, side, `${count} names share the gross`, context),
    block: 'portfolio',
  });
}
