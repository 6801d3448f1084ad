import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeUnit, isRatio } from '../../compiler/expression/units.ts';
import { hashOf } from '../../compiler/lower/canonical.ts';
import { STAGES } from '../../compiler/plan.ts';
import { compileText, planOf, variant } from './support.ts';

const BASE = planOf(variant(''));

/** Which stage hashes differ from the base's. */
function changed(statements: string): string[] {
  const plan = planOf(variant(statements));
  expect(plan.hash === BASE.hash).toBe(STAGES.every((stage) => plan.stages[stage] === BASE.stages[stage]));
  return STAGES.filter((stage) => plan.stages[stage] !== BASE.stages[stage]);
}

const ALL = [...STAGES];
const FROM_FEATURES = ALL.slice(1);
const FROM_MODEL = ALL.slice(2);

describe('a change reaches what depends on it and nothing else', () => {
  test.each([
    ['universe { period 2019-01-01 .. 2025-10-31 }', ALL],
    ['universe { no benchmark }', ALL],
    ['universe { calendar weekdays }', ALL],
    ['universe { require raw_close >= 6 USD }', FROM_FEATURES],
    ['features { more = returns(close, 3d) }', FROM_FEATURES],
    ['features { ret_5d = returns(close, 6d) }', FROM_FEATURES],
    ['features { normalize zscore(clip: 4) fitted on train }', FROM_FEATURES],
    ['split { train 2020-01-01 .. 2023-11-30 }', FROM_FEATURES],
    ['features { no normalize }\nsplit { train 2020-01-01 .. 2023-11-30 }', FROM_FEATURES],
    ['model { hidden 64 }', FROM_MODEL],
    ['model { seed 8 }', FROM_MODEL],
    ['model { loss huber(delta: 0.06) }', FROM_MODEL],
    ['label next_return = forward_return(close, 2d)', FROM_MODEL],
    ['split { validate 2024-01-01 .. 2025-02-28 }', FROM_MODEL],
    ['split { test 2025-04-01 .. 2025-09-30 }', ['predictions', 'book']],
    ['param k = 11', ['book']],
    ['execution { fill at next close }', ['book']],
    ['costs { spread 6 bps }', ['book']],
    ['risk { limit weight 20% }', ['book']],
    ['risk { stop when drawdown > 8% then flatten }', ['book']],
    ['paper { capital 2M USD }', ['book']],
  ])('%s', (statements, stages) => {
    expect(changed(statements)).toEqual(stages);
  });

  test('the train window is part of the features only where something is fitted on it', () => {
    const free = planOf(variant('features { no normalize }'));
    const moved = planOf(variant('features { no normalize }\nsplit { train 2020-01-01 .. 2023-11-30 }'));
    expect(moved.stages.features).toBe(free.stages.features);
    expect(moved.stages.model).not.toBe(free.stages.model);
  });
});

describe('what means the same has the same hash', () => {
  test.each([
    ['comments and layout', 'model {   # a comment\n\n\n   hidden    128 }'],
    ['a local name', 'size = 2 * 64\nmodel { hidden 128 }'],
    ['a param in place of a number', 'param size = 128\nmodel { hidden size }'],
    ['arithmetic on numbers', 'model { hidden 2 * 64 }'],
    ['another unit of the same ratio', 'costs { spread 0.05% }'],
    ['the name of the label', 'label next_week = forward_return(close, 5d)'],
    ['a default said aloud', 'universe { calendar XNYS }\nportfolio { weight equal }\nmodel { dropout 0% }'],
    ['a named definition', 'daily = returns(close, 1d)\nfeatures { ret_1d = daily }'],
    ['an argument by name', 'features { ret_1d = returns(close, sessions: 1d) }'],
  ])('%s', (_, statements) => {
    expect(changed(statements)).toEqual([]);
  });

  test('feature names are in no hash, their order is', () => {
    const plan = (features: string) => planOf(variant(`features { ${features} }`), { libraries: {} }).stages.features;
    expect(plan('a = returns(close, 2d)\nb = returns(close, 3d)')).toBe(
      plan('x = returns(close, 2d)\ny = returns(close, 3d)'),
    );
    expect(plan('a = returns(close, 2d)\nb = returns(close, 3d)')).not.toBe(
      plan('a = returns(close, 3d)\nb = returns(close, 2d)'),
    );
  });

  test('the text of a stop is for people', () => {
    const stop = (text: string) => planOf(variant(`risk { stop when ${text} then flatten }`));
    expect(stop('drawdown > 8%').hash).toBe(stop('drawdown  >  (4% + 4%)').hash);
  });
});

describe('nodes', () => {
  test('are named by their meaning: inputs exist, come first, and equal meanings are one node', () => {
    const seen = new Set<string>();
    for (const [id, node] of Object.entries(BASE.expressions)) {
      expect(node.id).toBe(id);
      for (const input of node.inputs) expect(seen).toContain(input);
      seen.add(id);
    }
    const daily = Object.values(BASE.expressions).filter(({ op, constants }) => op === 'returns' && constants[0] === 1);
    expect(daily.map(({ inputs }) => BASE.expressions[inputs[0] ?? '']?.name).toSorted()).toEqual([
      'benchmark_close',
      'close',
      'volume',
    ]);
  });

  test('one changed window changes the nodes above it and no others', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 250 }), fc.integer({ min: 2, max: 250 }), (one, other) => {
        const plan = (n: number) =>
          planOf(variant(`features { probe = mean(high - low, ${n}d) / mean(high - low, 300d) - 1 }`));
        const [a, b] = [plan(one), plan(other)];
        const onlyInA = Object.values(a.expressions).filter(({ id }) => !(id in b.expressions));
        expect(onlyInA.every(({ op }) => ['mean', 'divide', 'subtract'].includes(op))).toBe(true);
        expect(onlyInA.some(({ op }) => op === 'divide')).toBe(one !== other);
        expect(a.stages.features === b.stages.features).toBe(one === other);
      }),
      { numRuns: 25 },
    );
  });
});

test('a plan is plain JSON and the same every time', () => {
  expect(JSON.stringify(planOf(variant('')))).toBe(JSON.stringify(BASE));
  expect(JSON.parse(JSON.stringify(BASE))).toEqual(BASE);
});

test('definitions of definitions do not multiply the work', () => {
  const lines = Array.from({ length: 120 }, (_, index) => `x${index + 1} = x${index} + x${index} * 0.5`);
  const { plan } = compileText(variant(`x0 = returns(close, 1d)\n${lines.join('\n')}\nfeatures { last = x120 }`));
  expect(plan?.features.features.at(-1)?.name).toBe('last');
});

test('an expression is named by the hash over its meaning', () => {
  for (const { id, op, name, inputs, constants, version, unit } of Object.values(BASE.expressions)) {
    // Of a number with a dimension the unit is a part of it.
    const called = op === 'constant' && !isRatio(unit) ? describeUnit(unit) : name;
    expect(id).toBe(hashOf({ op, name: called, inputs, constants, version }));
  }
});
