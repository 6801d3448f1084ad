import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffPlans } from '../../../compiler/diff/diff.ts';
import { renderDiff } from '../../../compiler/diff/words.ts';
import { type Plan, STAGES } from '../../../compiler/plan.ts';
import { placesIn } from '../../../runtime/cli/places.ts';
import { compileGolden, compileText, GOLDEN, goldenNames, planOf, variant } from '../support.ts';

const BASE = variant('');
const BASE_PLAN = planOf(BASE);

function told(before: string, after: string, kept: ReadonlyMap<string, boolean> = new Map()): string {
  const [was, is] = [before, after].map((text, i) => {
    const { plan, sources } = compileText(text, { file: i === 0 ? 'before.strat' : 'after.strat' });
    if (plan === null) throw new Error(`does not compile:\n${text}`);
    return { plan, name: i === 0 ? 'before.strat' : 'after.strat', placeOf: placesIn(sources, null) };
  });
  return renderDiff(diffPlans(was!.plan, is!.plan), was!, is!, { width: 80, color: false, kept });
}

describe('strat diff, both ways', () => {
  test.each([
    ['a-param', 'param k = 11 in 1 .. 100'],
    ['a-feature', 'features { ret_5d = returns(close, 6d) \n more = mean(close, 5d) / close - 1 }'],
    ['a-long-feature', 'features { range_compression = mean(high - low, 5d) / mean(high - low, 30d) }'],
    ['the-order-of-features', 'features { no ret_1d \n first = returns(close, 1d) }'],
    ['the-model', 'model { optimizer sgd(0.01, momentum: 0.9) \n dropout 10% }'],
    ['the-book', 'portfolio { no short \n smooth ewma(0.2) \n long top k by prediction where vol_20d < 5% gross 65% }'],
    [
      'stops',
      'risk { stop when drawdown > 8% then flatten \n stop when sharpe(60d) < 0 then flatten, resume after 5d }',
    ],
    ['without-a-benchmark', 'universe { no benchmark }'],
    ['the-paper-account', 'paper { at 16:15 America/New_York }'],
    ['the-end-of-the-test', 'split { test 2025-04-01 .. 2025-09-30 }'],
    ['nothing', 'model { hidden 2 * 64 }'],
  ])('%s', async (name, statements) => {
    const changed = variant(statements);
    const kept = new Map([
      ['model', true],
      ['predictions', true],
      ['book', false],
    ]);
    const both = `${told(BASE, changed, kept)}\n\n────\n\n${told(changed, BASE)}\n`;
    await expect(both).toMatchFileSnapshot(join(GOLDEN, 'diffs', `${name}.txt`));
  });
});

describe('the same meaning', () => {
  test.each(goldenNames('valid'))('%s and itself', (name) => {
    const { plan } = compileGolden('valid', name);
    const { same, values, nodes, stages, orders, renamed } = diffPlans(plan!, structuredClone(plan!));
    expect({ same, values, nodes, orders, renamed }).toEqual({
      same: true,
      values: [],
      nodes: { changed: [], added: [], removed: [] },
      orders: { kind: 'none' },
      renamed: [],
    });
    expect(stages.filter(({ changed }) => changed)).toEqual([]);
  });

  const other = { file: 'mine.strat', libraries: { other: 'features other { x = returns(close, 3d) }' } };
  test.each([
    ['comments and layout', 'features { a = returns(close, 3d) }', '# why\nfeatures {\n\n  a=returns(close,3d)}'],
    ['a local', 'x = close * 2\nfeatures { a = x }', 'y = close * 2\nfeatures { a = y }'],
    ['a param', 'param n = 3 in 1 .. 9\nmodel { layers n }', 'param m = 3 in 1 .. 9\nmodel { layers m }'],
    ['the label', 'label a = forward_return(close, 2d)', 'label b = forward_return(close, 2d)'],
    ['a default said aloud', '', 'portfolio { weight equal }\nmodel { dropout 0% }'],
  ])('%s', (_, before, after) => {
    const diff = diffPlans(planOf(variant(before), other), planOf(variant(after), other));
    expect(diff).toMatchObject({ same: true, values: [], renamed: [], orders: { kind: 'none' } });
  });

  test('features by another name are told, and are no difference', () => {
    const [a, b] = ['', '_'].map((tail) => planOf(variant(`features { a${tail} = close / 2\n b${tail} = close / 3 }`)));
    expect(diffPlans(a!, b!)).toMatchObject({
      same: true,
      values: [],
      renamed: [
        { before: 'a', after: 'a_' },
        { before: 'b', after: 'b_' },
      ],
    });
  });

  test('a stop told in other words differs in the report only', () => {
    const stop = (limit: string) => planOf(variant(`risk { stop when drawdown > ${limit} then flatten }`));
    expect(diffPlans(stop('8%'), stop('(4% + 4%)'))).toMatchObject({
      same: true,
      values: [],
      orders: { kind: 'report' },
    });
  });
});

describe('one changed number', () => {
  const count = fc.integer({ min: 2, max: 50 });
  const CHANGES: readonly (readonly [path: string, range: fc.Arbitrary<number>, say: (n: number) => string])[] = [
    ['features.ret_5d', count, (n) => `features { ret_5d = returns(close, ${n}d) }`],
    ['features.normalize.clip', count, (n) => `features { normalize zscore(clip: ${n}) fitted on train }`],
    ['universe.require.0', count, (n) => `universe { no require\n require raw_close >= ${n} USD }`],
    ['model.hidden', count, (n) => `model { hidden ${n} }`],
    ['model.epochs', count, (n) => `model { epochs ${n} }`],
    ['model.loss', count, (n) => `model { loss huber(delta: ${n / 1000}) }`],
    ['model.optimizer.learningRate', count, (n) => `model { optimizer adam(learning_rate: ${n / 10000}) }`],
    ['portfolio.long.take', count, (n) => `portfolio { long top ${n} by prediction gross 65% }`],
    ['portfolio.long.gross', count, (n) => `portfolio { long top k by prediction gross ${n}% }`],
    ['portfolio.smooth.alpha', count, (n) => `portfolio { smooth ewma(${n / 100}) }`],
    ['costs.spread', count, (n) => `costs { spread ${n} bps }`],
    ['costs.borrow', count, (n) => `costs { borrow ${n} bps per year }`],
    ['risk.stops.0', count, (n) => `risk { stop when drawdown > ${n}% then flatten }`],
    ['risk.limits.weight', count, (n) => `risk { limit weight ${n}% }`],
    ['risk.volatilityTarget.window', count, (n) => `risk { target volatility 8% per year over ${n}d, scale 0.5 .. 2 }`],
    ['paper.capital', count, (n) => `paper { capital ${n}M USD }`],
  ];

  test.each(CHANGES)('%s', (path, range, say) => {
    fc.assert(
      fc.property(range, range, (one, two) => {
        const [before, after] = [one, two].map((n) => planOf(variant(say(n)))) as [Plan, Plan];
        const diff = diffPlans(before, after);
        expect(diff.same).toBe(one === two);
        expect(diff.values.map((change) => change.path)).toEqual(one === two ? [] : [path]);
        const changed = STAGES.filter((stage) => before.stages[stage] !== after.stages[stage]);
        expect(diff.stages.filter((stage) => stage.changed).map(({ stage }) => stage)).toEqual(changed);
        expect(diff.values.map(({ stage }) => stage)).toEqual(changed.slice(0, 1));
      }),
      { numRuns: 12, seed: 7 },
    );
  });

  test('of a window: the node that has it, and no node that only stands above it', () => {
    const plan = (n: number) => planOf(variant(`features { a = mean(high - low, ${n}d) / mean(high - low, 7d) - 1 }`));
    const [before, after] = [plan(11), plan(12)];
    const { nodes } = diffPlans(before, after);
    const pairs = nodes.changed.map((pair) => [before.expressions[pair.before], after.expressions[pair.after]]);
    expect(pairs).toMatchObject([
      [
        { op: 'mean', constants: [11] },
        { op: 'mean', constants: [12] },
      ],
    ]);
    expect([nodes.added, nodes.removed]).toEqual([[], []]);
  });
});

describe('orders that can differ', () => {
  const watched = 'risk { stop when drawdown > 9% then flatten }';
  test.each([
    ['param k = 11 in 1 .. 100', '', { kind: 'all', from: '2025-04-01' }],
    ['model { seed 8 }', '', { kind: 'all', from: '2025-04-01' }],
    ['split { test 2025-05-01 .. 2025-10-31 }', '', { kind: 'all', from: '2025-04-01' }],
    ['split { test 2025-04-01 .. 2025-09-30 }', '', { kind: 'later', afterDay: '2025-09-30', afterStop: false }],
    ['risk { stop when drawdown > 8% then flatten }', '', { kind: 'later', afterDay: null, afterStop: true }],
    ['costs { spread 6 bps }', '', { kind: 'amounts' }],
    ['costs { spread 6 bps }', watched, { kind: 'all', from: '2025-04-01' }],
    ['paper { capital 2M USD }', '', { kind: 'amounts' }],
    ['paper { at 16:15 America/New_York }', '', { kind: 'paper account' }],
    ['universe { no benchmark }', 'features { no market_ret }', { kind: 'all', from: '2025-04-01' }],
    ['universe { no benchmark }', '', { kind: 'all', from: '2025-04-01' }],
  ])('%s', (statements, both, orders) => {
    const [before, after] = [planOf(variant(both)), planOf(variant(`${both}\n${statements}`))];
    expect(diffPlans(before, after).orders).toEqual(orders);
    expect(diffPlans(after, before).orders).toEqual(orders);
  });
});

test('a benchmark that nobody reads is for the report, where the stocks are a list', () => {
  const listed = (benchmark: string) =>
    planOf(
      variant(`param k = 1\nfeatures { no market_ret }
        universe {
          members [A, B, C]
          benchmark ${benchmark}
          allow members_not_point_in_time "a list"
        }`),
    );
  expect(diffPlans(listed('SPY'), listed('IWM')).orders).toEqual({ kind: 'report' });
});

test('what came one way went the other way', () => {
  const after = planOf(variant('portfolio { no short }\nfeatures { more = close / 2 }'));
  const [forth, back] = [diffPlans(BASE_PLAN, after), diffPlans(after, BASE_PLAN)];
  const mirrored = { added: 'removed', removed: 'added', changed: 'changed', moved: 'moved' } as const;
  const pathsOf = ({ values }: typeof forth) => values.map(({ path, kind }) => `${kind} ${path}`).toSorted();
  expect(back.values.map(({ path, kind }) => `${mirrored[kind]} ${path}`).toSorted()).toEqual(pathsOf(forth));
  expect(back.nodes.added.toSorted()).toEqual(forth.nodes.removed.toSorted());
});
