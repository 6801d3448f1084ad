/**
 * Expressions that nobody wrote, at every pair of decision and fill: whatever of them the checker passes, computing
 * agrees. What the proof would get wrong is a combination that no example has.
 */
import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../compiler/plan.ts';
import { random } from '../../../runtime/random.ts';
import { compileText } from '../../compiler/support.ts';
import { auditOf, problemsOf } from '../../support/audit.ts';
import { synthetic } from '../../support/syntheticMarket.ts';

const PRICES = ['open', 'high', 'low', 'close', 'raw_close', 'benchmark_close'];

/** Of a price `p` and another `q`, over n and m sessions: ratios, so that all of them go together. */
const LEAVES = [
  'returns(p, nd)',
  'p / lag(q, nd) - 1',
  'open / lag(p, nd) - 1',
  'volume / mean(volume, md)',
  'dollar_volume / mean(dollar_volume, md)',
  'close / highest(high, md)',
  'rank(p)',
  'market_return(nd)',
  'sector_return(nd)',
  'index_return(p, nd)',
  'index_return(p, nd, weight: dollar_volume)',
  'rsi(p, md)',
];

/** Of expressions `x`, `y` and `z`. Lags are three, or nothing would ever be known at an open. */
const FORMS = [
  ...Array<string>(3).fill('lag(x, nd)'),
  ...['mean', 'stdev', 'ewma', 'median', 'slope', 'highest', 'rank_over', 'zscore_over'].map((of) => `${of}(x, md)`),
  ...['rank(x)', 'demean(x)', 'zscore(x)', 'mean_across(x)', 'abs(x)', 'change(x, nd)', 'clip(x, -0.5, 0.5)'],
  ...['demean(x, by: sector)', 'rank(x, by: sector)', 'group_mean(x, by: sector)'],
  ...['(x) + (y)', '(x) * (y)', '(x) / (y)', 'minimum(x, y)', 'correlation(x, y, md)', 'beta(x, y, md)'],
  ...['where((x) > (y), x, z)', 'where(is_missing(x), y, x)'],
];

const DECIDED: readonly (readonly [library: string, execution: string])[] = [
  ['base', 'decide at close\n fill at close\n allow same_close_fill "a test"'],
  ['base', 'decide at close, 30min later\n fill at next open'],
  ['base', 'decide at close\n fill at next close'],
  ['opening', 'decide at open\n fill at open\n allow same_open_fill "a test"'],
  ['opening', 'decide at open, 20min later\n fill at close'],
  ['opening', 'decide at open\n fill at next open'],
];

const FEATURES = 6;
const STOCKS = 24;

class Writer {
  readonly #random;

  constructor(seed: number) {
    this.#random = random(31, seed);
  }

  expression(depth: number): string {
    const form = this.#one(depth === 0 ? LEAVES : FORMS);
    return form.replace(/\b(?:[pqxyz]|[nm]d)\b/g, (hole) => {
      if (hole === 'nd') return `${this.#one([1, 2, 5, 13])}d`;
      if (hole === 'md') return `${this.#one([2, 3, 8, 21])}d`;
      return hole === 'p' || hole === 'q' ? this.#one(PRICES) : this.expression(depth - 1);
    });
  }

  #one<T>(of: readonly T[]): T {
    return of[Math.floor(this.#random.uniform() * of.length)]!;
  }
}

/**
 * A strategy of the first expressions that pass, a filter made of another, and a book that watches itself. A feature that
 * is missing everywhere would leave no stock to predict.
 */
function strategyOf(library: string, execution: string, seed: number): Plan {
  const writer = new Writer(seed);
  const planOf = (statements: string) =>
    compileText(`use ${library}\n\nstrategy mine extends ${library} {\n${statements}\nexecution { ${execution} }\n}`)
      .plan;
  const passed: string[] = [];
  while (passed.length <= FEATURES) {
    const expression = writer.expression(1 + (passed.length % 3));
    if (planOf(`features { tried = ${expression} }`) !== null) passed.push(expression);
  }
  const [filter, ...features] = passed;
  const plan = planOf(`
    features { ${features.map((x, i) => `f${i} = where(is_missing(${x}), 0, ${x})`).join('\n')} }
    portfolio { long top 5 by prediction where (${filter}) > 0 and prediction > lag(prediction, 1d) gross 50% }
    risk {
      target volatility 8% per year over 20d, scale 0.5 .. 2
      stop when drawdown > 5% then flatten, resume after 5d
    }`);
  if (plan === null) throw new Error('expressions that pass one by one pass together');
  return plan;
}

describe.each(DECIDED.map((each, seed) => [...each, seed] as const))('%s, %s', (library, execution, seed) => {
  it('nothing that is known later changes a bit', async () => {
    const audit = await auditOf(strategyOf(library, execution, seed), synthetic(STOCKS), 2);
    expect(problemsOf(audit)).toEqual([]);
    expect(audit.nodes.filter(({ stage, values }) => stage === 'book' && values > 0)).toHaveLength(9);
  });
});
