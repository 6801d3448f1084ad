/** A volatility target that the scale cannot reach: by arithmetic, or for any stocks one is likely to hold. */
import type { CheckedStrategy } from '../check/checked.ts';
import { percent } from '../messages/figures.ts';
import { booked } from '../plan.ts';
import { mostSessions } from './calendar.ts';
import { type LintContext, related, spanOf } from './context.ts';
import { grossOf, mostGross, namesOf, sidesOf } from './gross.ts';

/**
 * A year's volatility of a single stock: few are calmer than the first even apart from the market, and few books hold
 * only stocks wilder than the second. Wide on purpose: what lies outside is far outside.
 */
const CALM = 0.1;
const WILD = 0.6;

type Target = NonNullable<CheckedStrategy['risk']['volatilityTarget']>;

export function verifyVolatilityTarget(checked: CheckedStrategy, context: LintContext): void {
  const target = checked.risk.volatilityTarget;
  if (target === null) return;
  const reason = reasonAgainst(target, checked);
  if (reason === null) return;
  const span = spanOf('risk', 'target volatility', context, reason.slot);
  context.diagnostics.report('volatility-target-unreachable', span, reason, {
    related: reason.ofBook ? bookSpans(checked, context) : [],
    block: 'risk',
  });
}

interface Reason {
  readonly slot: 'target' | 'window' | 'scale';
  readonly why: string;
  readonly instead: string;
  /** The book's gross is a part of it. */
  readonly ofBook: boolean;
}

function reasonAgainst(target: Target, checked: CheckedStrategy): Reason | null {
  const { perYear, window, lo, hi } = target;
  const byRule = { ofBook: false } as const;
  if (lo === hi) {
    const why = `the scale is ${lo} whatever the volatility is`;
    return { ...byRule, slot: 'scale', why, instead: 'give it room, such as `scale 0.5 .. 2`, or drop the line' };
  }
  if (perYear === 0) {
    const why = `only a book that holds nothing has a volatility of 0%, and the scale ends at ${lo}`;
    return { ...byRule, slot: 'target', why, instead: 'write the volatility you want, such as `8% per year`' };
  }
  const sessions = mostSessions(booked(checked.split), checked.universe);
  if (window >= sessions) {
    const why = `it reads the last ${window} returns, and the test window has at most ${sessions} sessions: the scale stays 1`;
    return { ...byRule, slot: 'window', why, instead: 'read fewer sessions, such as `over 20d`' };
  }
  return tooHigh(target, checked) ?? tooLow(target, checked);
}

function tooHigh({ perYear, hi }: Target, { portfolios, risk }: CheckedStrategy): Reason | null {
  const gross = Math.min(hi * grossOf(portfolios), mostGross(portfolios, risk.limits));
  const reach = gross * WILD;
  if (perYear <= reach) return null;
  return {
    slot: 'target',
    why:
      `at scale ${hi} the book holds at most ${percent(gross)}, and if all its stocks moved as one at ` +
      `${percent(WILD)} a year that would be ${percent(gross)} × ${percent(WILD)} = ${percent(reach)}`,
    instead: 'lower the target, or raise the gross, the scale or the limits',
    ofBook: true,
  };
}

function tooLow({ perYear, lo }: Target, { portfolios }: CheckedStrategy): Reason | null {
  const names = namesOf(portfolios);
  if (names === null) return null;
  const gross = lo * grossOf(portfolios);
  const least = (gross * CALM) / Math.sqrt(names);
  if (perYear >= least) return null;
  return {
    slot: 'target',
    why:
      `at scale ${lo} the book holds ${percent(gross)}, and if its ${names} stocks moved at ${percent(CALM)} a year ` +
      `with nothing in common that would be ${percent(gross)} × ${percent(CALM)} / √${names} = ${percent(least)}`,
    instead: 'raise the target, or lower the gross or the scale',
    ofBook: true,
  };
}

function bookSpans({ portfolios }: CheckedStrategy, context: LintContext) {
  return [
    ...related('risk', 'target volatility', "the scale's bounds", context, 'scale'),
    ...sidesOf(portfolios).flatMap(({ block, side, gross }) =>
      related(block, side, `${percent(gross)} here`, context, 'gross'),
    ),
  ];
}
