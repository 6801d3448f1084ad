/** Limits against the book, against the scale, and against each other. */
import type { CheckedLimits, CheckedStrategy } from '../check/checked.ts';
import { type LintContext, related, spanOf } from './context.ts';
import { grossOf, isAskedAlways, namesOf, type Side, sidesOf } from './gross.ts';

export function verifyLimits(checked: CheckedStrategy, context: LintContext): void {
  const { portfolios, risk } = checked;
  // Where a limit forbids everything, that is the one mistake; what it does to the book follows from it.
  if (verifyEachOther(risk.limits, context)) return;
  const hi = risk.volatilityTarget?.hi ?? 1;
  // The side with the heavier names: what is enough for it is enough for the other.
  const [heaviest] = sidesOf(portfolios).toSorted((a, b) => weightOf(b) - weightOf(a));
  if (heaviest !== undefined) verifyWeight(heaviest, hi, checked, context);
  const net = Math.abs(grossOf(portfolios, 'long') - grossOf(portfolios, 'short'));
  verifyTotal('gross', grossOf(portfolios), hi, checked, context);
  verifyTotal('net', net, hi, checked, context);
  verifyNames(checked, context);
  verifyTails(risk.limits, context);
}

/** What each name of a side is meant to weigh on average; nothing where nobody knows how many, or how much, there will be. */
function weightOf({ gross, count, portfolio: { weight } }: Side): number {
  return count === null || weight.method === 'kelly' ? 0 : gross / count;
}

function verifyWeight(heaviest: Side, hi: number, { portfolios, risk }: CheckedStrategy, context: LintContext): void {
  const limit = risk.limits.weight;
  const weight = weightOf(heaviest);
  const { side, gross, count, block } = heaviest;
  if (limit === null || count === null || hi * weight <= limit * (1 + ROUNDING)) return;
  const facts = { what: 'weight', side, gross, count, asked: weight, limit, hi } as const;
  const book = related(block, side, `${count} names share it`, context, 'gross');
  const span = spanOf('risk', 'limit weight', context, 'limit');
  const always = isAskedAlways(portfolios);
  if (weight > limit * (1 + ROUNDING)) {
    context.diagnostics.report('limit-below-gross', span, { ...facts, always }, { related: book, block: 'risk' });
  } else {
    const scale = related('risk', 'target volatility', "the scale's bounds", context, 'scale');
    // Of others than equal weights the smaller names are cut later.
    const atOnce = heaviest.portfolio.weight.method === 'equal';
    const more = { related: [...scale, ...book], block: 'risk' } as const;
    context.diagnostics.report('scale-breaks-limit', span, { ...facts, always: always && atOnce }, more);
  }
}

/** 65% / 38 × 38 is not 65% to the last bit. */
const ROUNDING = 1e-12;

function verifyTotal(
  what: 'gross' | 'net',
  asked: number,
  hi: number,
  { portfolios, risk }: CheckedStrategy,
  context: LintContext,
): void {
  const limit = risk.limits[what];
  if (limit === null || hi * asked <= limit * (1 + ROUNDING)) return;
  const sides = sidesOf(portfolios);
  const has = (name: 'long' | 'short') => sides.some(({ side }) => side === name);
  const [long, short] = (['long', 'short'] as const).map((side) => (has(side) ? grossOf(portfolios, side) : null));
  const book = sides.flatMap(({ side, block }) => related(block, side, `the ${side}s`, context, 'gross'));
  const span = spanOf('risk', `limit ${what}`, context, 'limit');
  if (asked > limit * (1 + ROUNDING)) {
    const facts = { what, long, short, asked, limit, always: isAskedAlways(portfolios) };
    context.diagnostics.report('leverage-above-limits', span, facts, { related: book, block: 'risk' });
  } else {
    const scale = related('risk', 'target volatility', "the scale's bounds", context, 'scale');
    const facts = { what, asked, limit, hi, always: isAskedAlways(portfolios) };
    context.diagnostics.report('scale-breaks-limit', span, facts, { related: scale, block: 'risk' });
  }
}

/** A count of names that the book asks for more than, or that cannot hold what it is to hold. */
function verifyNames({ portfolios, risk }: CheckedStrategy, context: LintContext): void {
  const { names: most, weight } = risk.limits;
  const asked = namesOf(portfolios);
  if (most === null || asked === null) return;
  const span = spanOf('risk', 'limit names', context, 'limit');
  const book = sidesOf(portfolios).flatMap(({ side, block }) => related(block, side, `the ${side}s`, context));
  if (asked > most) {
    context.diagnostics.report(
      'names-above-limit',
      span,
      { asked, most, always: isAskedAlways(portfolios) },
      { related: book, block: 'risk' },
    );
  }
  const gross = grossOf(portfolios);
  if (weight === null || most * weight >= gross * (1 - ROUNDING)) return;
  const more = related('risk', 'limit weight', 'of so much each', context, 'limit');
  const facts = { most, weight, gross };
  context.diagnostics.report('limits-below-gross', span, facts, { related: more, block: 'risk' });
}

/** What is lost on average beyond a loss is at least that loss. */
function verifyTails({ valueAtRisk, expectedShortfall }: CheckedLimits, context: LintContext): void {
  if (valueAtRisk === null || expectedShortfall === null) return;
  const alike = (['level', 'window', 'method'] as const).every((key) => valueAtRisk[key] === expectedShortfall[key]);
  if (!alike || valueAtRisk.most < expectedShortfall.most) return;
  const span = spanOf('risk', 'limit value_at_risk', context, 'limit');
  const more = related('risk', 'limit expected_shortfall', 'the smaller one', context, 'limit');
  const facts = {
    what: 'value_at_risk',
    whole: 'expected_shortfall',
    limit: valueAtRisk.most,
    of: expectedShortfall.most,
  };
  context.diagnostics.report('limits-contradict', span, facts, { related: more, block: 'risk' });
}

/** Each holds a part of what the next one holds, so a limit above the next can never be the one that binds. */
const NESTED = [
  ['weight', 'sector'],
  ['weight', 'gross'],
  ['sector', 'gross'],
  ['net', 'gross'],
] as const;

/** Answers whether a limit forbids everything. */
function verifyEachOther({ weight, sector, net, gross, turnover }: CheckedLimits, context: LintContext): boolean {
  const limits = { weight, sector: sector?.most ?? null, net, gross, turnover };
  const forbidding = (['weight', 'sector', 'gross', 'turnover'] as const).filter((what) => limits[what] === 0);
  for (const what of forbidding) {
    const span = spanOf('risk', `limit ${what}`, context, 'limit');
    context.diagnostics.report('limits-contradict', span, { what, whole: null }, { block: 'risk' });
  }
  const beyond = NESTED.filter(([part, whole]) => (limits[part] ?? 0) > (limits[whole] ?? Number.POSITIVE_INFINITY));
  for (const [part, whole] of beyond) {
    if (limits[whole] === 0) continue;
    const span = spanOf('risk', `limit ${part}`, context, 'limit');
    const facts = { what: part, whole, limit: limits[part] ?? 0, of: limits[whole] ?? 0 };
    const more = related('risk', `limit ${whole}`, 'the smaller one', context, 'limit');
    context.diagnostics.report('limits-contradict', span, facts, { related: more, block: 'risk' });
  }
  return forbidding.length > 0;
}
