/** A backtest in which trading is free, or paid. What is left out is another matter (`costs-missing`). */
import type { CheckedStrategy } from '../check/checked.ts';
import { findPart } from '../expression/slot.ts';
import type { TypedConstant, TypedExpression } from '../expression/typed.ts';
import { blockOf, type LintContext, spanOf } from './context.ts';
import { ANYTHING, exactly, type Interval, resultOf } from './interval.ts';
import { intervalOf, intervalWithin } from './range.ts';

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

const POSITIVE: Interval = { ...ANYTHING, lo: 0 };

/** Costs are charged where something is traded, and nothing bounds how much; so is the stock, in that session or before. */
const TRADED: Readonly<Record<string, Interval>> = Object.fromEntries(
  ['turnover', 'traded', 'open', 'high', 'low', 'close', 'raw_close', 'volume', 'dollar_volume'].map((name) => {
    return [name, POSITIVE] as const;
  }),
);

/** Of a sum that is zero in decimals. */
const ROUNDING = 1e-12;

/** All rates together: one may be a rebate on another. */
export function verifyNeverPaid({ costs }: CheckedStrategy, { diagnostics }: LintContext): void {
  const least = (rangeOf: typeof intervalWithin) =>
    RATES.map((key) => rangeOf(costs[key], TRADED)).reduce(total, exactly(0)).lo;
  const lowest = least(intervalWithin);
  if (lowest >= -ROUNDING) return;
  const blamed = RATES.find((key) => intervalWithin(costs[key], TRADED).lo < 0) ?? 'impact';
  const params = least(intervalOf) >= -ROUNDING ? RATES.flatMap((key) => paramsOf(costs[key])) : [];
  diagnostics.report('cost-below-zero', costs[blamed].span, { least: lowest, params: [...new Set(params)] });
}

function total(sum: Interval, rate: Interval): Interval {
  return resultOf('add', [sum, rate]) ?? sum;
}

/** The params with bounds that a rate is made of. */
function paramsOf(rate: TypedExpression): readonly string[] {
  const found: string[] = [];
  findPart(rate, (part) => {
    if (part.form === 'constant') found.push(...paramsIn(part));
    return false;
  });
  return found;
}

function paramsIn({ source, reference }: TypedConstant): readonly string[] {
  if (source === null) return [];
  if (source.from === 'param') return reference === null ? [] : [reference.name];
  return source.inputs.flatMap(paramsIn);
}
