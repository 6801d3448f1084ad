import { describe, expect, test } from 'vitest';
import type { LegSpec, Plan } from '../../compiler/plan.ts';
import { findings, planOf, variant } from './support.ts';

const names = (statements: string, libraries = {}) =>
  planOf(variant(statements), { libraries }).features.features.map(({ name }) => name);

const entering = (leg: LegSpec | null | undefined) => (leg?.take.kind === 'count' ? leg.take.enter : null);
const longsOf = ({ portfolios }: Plan) => entering(portfolios[0]?.long);
const shortsOf = ({ portfolios }: Plan) => entering(portfolios[0]?.short);

describe('extends', () => {
  test("a child's setting replaces its parent's, the rest stays", () => {
    const plan = planOf(variant('portfolio { short bottom 5 by prediction gross 20% }'));
    expect(plan.portfolios[0]!.short).toMatchObject({ take: { enter: 5, keep: 5 }, gross: 0.2 });
    expect(plan.portfolios[0]!.long).toMatchObject({ take: { enter: 10, keep: 10 }, gross: 0.65 });
  });

  test('repeatable settings add, and `no` takes all inherited ones away', () => {
    expect(planOf(variant('universe { require volume > 0 }')).universe.require).toHaveLength(2);
    expect(planOf(variant('universe { no require }')).universe.require).toHaveLength(0);
    expect(planOf(variant('universe { no require\nrequire volume > 0 }')).universe.require).toHaveLength(1);
  });

  test('`no` takes back a setting with its origin', () => {
    const plan = planOf(variant('portfolio { no short }'));
    expect(plan.portfolios[0]!.short).toBeNull();
    expect(Object.keys(plan.origins).filter((path) => path.startsWith('portfolio.short'))).toEqual([]);
  });

  test('`no` takes one inherited or included feature away', () => {
    const all = names('');
    expect(all).toContain('volume_vol');
    expect(names('features { no volume_vol }')).toEqual(all.filter((name) => name !== 'volume_vol'));
    expect(findings(variant('features { no volum_vol }'))).toEqual(['nothing-to-remove: volum_vol']);
    expect(names('features { no normalize }')).toEqual(all);
  });

  test('what a parent that is not known may have said is not missed', () => {
    const text =
      'strategy mine extends basee {\n  model lstm { hidden 8 }\n  features { normalize zscore() fitted on train }\n}';
    expect(findings(text)).toEqual(['unknown-parent: basee']);
    expect(findings(`use bas\n${text}`)).toEqual(['unknown-library: use bas']);
    // A block that inherits nothing has its mistakes of its own.
    expect(findings(`use bas\n${variant('model lstm { hiden 8 }').slice('use base\n'.length)}`)).toContain(
      'unknown-setting: hiden',
    );
  });

  test("a child's param reaches the parent's expressions", () => {
    const plan = planOf(variant('param k = 25'));
    expect([longsOf(plan), shortsOf(plan)]).toEqual([25, 25]);
  });

  test('a model keeps its type when only settings change', () => {
    expect(planOf(variant('model { hidden 64 }')).model).toMatchObject({ type: 'lstm', hidden: 64, window: 90 });
  });

  test('chains', () => {
    const text = `use base
strategy a extends base { param k = 20\nmodel { layers 2 } }
strategy b extends a { model { hidden 64 } }`;
    const plan = planOf(text, { strategy: 'b' });
    expect(plan.model).toMatchObject({ layers: 2, hidden: 64 });
    expect(longsOf(plan)).toBe(20);
  });

  test('s1_unfiltered is s2 without the filter', () => {
    const s2 = planOf('use s2_filter_negative\nstrategy s2 extends s2_filter_negative {\n}');
    const s1 = planOf(`use s2_filter_negative
strategy s1 extends s2_filter_negative {
  portfolio { short bottom k by prediction gross 35% }
}`);
    expect(s2.portfolios[0]!.short?.filter).not.toBeNull();
    expect(s1.portfolios[0]!.short?.filter).toBeNull();
    expect(s1.stages.predictions).toBe(s2.stages.predictions);
    expect(s1.stages.book).not.toBe(s2.stages.book);
    expect(s1.accepted).toEqual(s2.accepted);
  });

  test('an allowance a parent needs is no burden to a child that does not', () => {
    expect(
      findings(`use s2_filter_negative
strategy s1 extends s2_filter_negative {
  label next_week = forward_return(close, 5d)
  execution { fill at next open }
}`),
    ).toEqual([]);
  });
});

describe('include', () => {
  const libraries = {
    two: 'features two {\n  a = returns(close, 2d)\n  b = a / stdev(returns(close, 1d), scale)\n}\nscale = 9d',
    other: 'features other {\n  a = returns(close, 4d)\n}',
  };

  test('brings features in order; what is written in the block replaces in place', () => {
    const text = (body: string) => `use two\n${variant(`features { no normalize\ninclude two\n${body} }`)}`;
    const plan = planOf(text('a = returns(close, 7d)'), { libraries });
    expect(plan.features.features.slice(-2).map(({ name }) => name)).toEqual(['a', 'b']);
    const a = plan.expressions[plan.features.features.at(-2)?.node ?? ''];
    expect(a?.constants).toEqual([7]);
  });

  test("a library's expressions see the library, not the strategy", () => {
    const text = `use two\n${variant('scale = 3d\nfeatures { include two }')}`;
    const plan = planOf(text, { libraries });
    const b = plan.expressions[plan.features.features.at(-1)?.node ?? ''];
    expect(plan.expressions[b?.inputs[1] ?? '']?.constants).toEqual([9]);
  });

  test('two includes of one name need a word', () => {
    const includes = 'include two\ninclude other';
    const text = (body: string) => `use two\nuse other\n${variant(`features {\n${body}\n}`)}`;
    expect(findings(text(includes), { libraries })).toEqual(['included-twice: other']);
    expect(findings(text(`${includes}\na = returns(close, 8d)`), { libraries })).toEqual([]);
  });

  test('a preset of costs, with one rate of its own', () => {
    const text = `use std.costs.us_large_cap\n${variant('costs { include us_large_cap\nspread 2 bps }')}`;
    const { costs, expressions } = planOf(text);
    expect(expressions[costs.spread]?.constants).toEqual([0.0002]);
    expect(expressions[costs.borrow]?.constants).toEqual([0.005]);
  });

  test('use is not transitive', () => {
    expect(names('')).toHaveLength(14);
    expect(findings(variant('features { include core14 }'))).toEqual(['unknown-fragment: core14']);
  });
});

describe('--set', () => {
  test('gives a param another value and says so', () => {
    const plan = planOf(variant(''), { set: { k: '20' } });
    expect(longsOf(plan)).toBe(20);
    expect(plan.params).toEqual([{ name: 'k', value: 20, text: '20', from: 1, to: 100, setBy: 'command line' }]);
    expect(plan.origins['portfolio.long.take']?.by).toBe('command line');
    expect(plan.origins['portfolio.long.gross']?.by).toBe('file');
    expect(plan.hash).toBe(planOf(variant('param k = 20')).hash);
  });

  test.each([
    ['20', 'param-unit'],
    ['120%', 'param-out-of-bounds'],
    ['lots', 'bad-set-value'],
    ['1%\n}', 'bad-set-value'],
    ['', 'bad-set-value'],
  ])('share=%j is %s', (value, code) => {
    const text = variant('param share = 65% in 0% .. 100%\nportfolio { long top k by prediction gross share }');
    expect(findings(text, { set: { share: value } })).toEqual([`${code}: ${value}`]);
  });
});
