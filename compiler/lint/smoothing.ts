/** Smoothing: what a share of the way means at a slower schedule, and names too small to survive it. */
import { DUST } from '../../stdlib/book/dust.ts';
import type { CheckedLeg, CheckedStrategy } from '../check/checked.ts';
import { type LintContext, related, spanOf } from './context.ts';
import { SESSIONS_BETWEEN } from './schedule.ts';

/** Half of the way in two rebalances: slower than that is a share meant for sessions, or worth a reason. */
const SLOW = 1 - Math.SQRT1_2;

/** A share so small never moves the book: that its names stay below a basis point says it, and years say no more. */
const LEAST = 1e-6;

/** 0.02 × 35% / 70 is one basis point, and in binary a little less. */
const ROUNDING = 1e-9;

export function verifySmoothing(checked: CheckedStrategy, context: LintContext): void {
  verifySchedule(checked, context);
  verifyNames(checked, context);
}

function verifySchedule({ portfolio: { smooth, rebalance } }: CheckedStrategy, context: LintContext): void {
  if (smooth === null || rebalance === 'every session') return;
  const { alpha } = smooth;
  if (alpha >= SLOW || alpha < LEAST) return;
  const between = SESSIONS_BETWEEN[rebalance];
  const halfLife = Math.log(0.5) / Math.log1p(-alpha);
  const facts = { alpha, rebalance, halfLife, between, instead: 1 - (1 - alpha) ** between };
  context.diagnostics.report('smoothing-per-session', spanOf('portfolio', 'smooth', context, 'method'), facts, {
    related: related('portfolio', 'rebalance', 'each step is a rebalance', context),
    block: 'portfolio',
  });
}

/** The leg whose names take the smallest first step. */
function verifyNames({ portfolio: { smooth, long, short } }: CheckedStrategy, context: LintContext): void {
  if (smooth === null) return;
  const { alpha } = smooth;
  const legs: (readonly ['long' | 'short', CheckedLeg | null])[] = [
    ['long', long],
    ['short', short],
  ];
  const steps = legs.flatMap(([side, leg]) =>
    leg === null ? [] : [{ side, ...leg, step: (alpha * leg.gross) / leg.count }],
  );
  const [smallest] = steps
    .filter(({ step, gross }) => gross > 0 && step < DUST * (1 - ROUNDING))
    .sort((a, b) => a.step - b.step);
  if (smallest === undefined) return;
  const { side, gross, count, step } = smallest;
  const facts = { alpha, gross, count, step, least: (DUST * count) / gross };
  context.diagnostics.report('smoothing-swallows-names', spanOf('portfolio', 'smooth', context, 'method'), facts, {
    related: related('portfolio', side, `${count} names share the gross`, context),
    block: 'portfolio',
  });
}
