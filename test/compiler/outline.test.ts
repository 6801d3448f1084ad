import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { hashPlan, hashStages } from '../../compiler/lower/stages.ts';
import { outline } from '../../compiler/outline/outline.ts';
import { renderOutline } from '../../compiler/outline/render.ts';
import { planValues } from '../../compiler/outline/values.ts';
import { type Plan, STAGES } from '../../compiler/plan.ts';
import { summarize } from '../../compiler/summary.ts';
import { placesIn } from '../../runtime/cli/places.ts';
import { compileGolden, GOLDEN, goldenNames, planOf, variant } from './support.ts';

const KEPT = new Map([
  ['model', true],
  ['predictions', true],
  ['book', false],
]);

function shown(name: string, width: number, full: boolean, kept: ReadonlyMap<string, boolean> = new Map()): string {
  const { plan, sources } = compileGolden('valid', name);
  if (plan === null) throw new Error(`${name} does not compile`);
  const stages = outline(plan, { full, placeOf: placesIn(sources, `${name}.strat`) });
  return `${renderOutline(plan, stages, { width, color: false, kept })}\n`;
}

describe('strat plan', () => {
  test.each(['few_words', 'own_features', 's1_unfiltered', 'several_portfolios'])('%s', async (name) => {
    await expect(shown(name, 80, false)).toMatchFileSnapshot(join(GOLDEN, 'valid', `${name}.plan.txt`));
  });

  test('every node, with room for every column, and what is kept', async () => {
    await expect(shown('own_features', 130, true, KEPT)).toMatchFileSnapshot(
      join(GOLDEN, 'valid', 'own_features.plan-full.txt'),
    );
  });

  test.each([60, 80, 100, 130, 200])('fits %i columns', (width) => {
    for (const name of goldenNames('valid')) {
      for (const line of shown(name, width, true, KEPT).split('\n')) expect(line.length).toBeLessThanOrEqual(width);
    }
  });
});

test('colours change nothing but the colour', () => {
  const stages = outline(RICH, { full: false, placeOf: ({ file }) => file });
  const [plain, colored] = [false, true].map((color) => renderOutline(RICH, stages, { width: 80, color, kept: KEPT }));
  expect(colored).toContain('\u001b[32mkept');
  expect(stripVTControlCharacters(colored ?? '').replace(/ +$/gm, '')).toBe(plain);
});

test('definitions of definitions, written out, end somewhere', () => {
  const lines = Array.from({ length: 120 }, (_, index) => `x${index + 1} = x${index} + x${index} * 0.5`);
  const plan = planOf(variant(`x0 = returns(close, 1d)\n${lines.join('\n')}\nfeatures { last = x120 }`));
  const stages = outline(plan, { full: true, placeOf: ({ file }) => file });
  const text = renderOutline(plan, stages, { width: 80, color: false, kept: new Map() });
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(text.split('\n').length).toBeLessThan(1500);
});

test('words that every object has are words like any other', () => {
  const plan = planOf(variant('universe { benchmark toString }\nfeatures { constructor = close / 2 }'));
  expect(planValues(plan).find(({ path }) => path === 'universe.benchmark')?.content).toEqual({
    kind: 'plain',
    value: 'toString',
  });
  expect(planValues(plan).find(({ path }) => path === 'features.constructor')?.origin?.by).toBe('file');
});

/** A plan in which nothing that may be left out is. */
const RICH = planOf(
  variant(`
  param fast = 5d in 1d .. 20d
  universe { require raw_close >= 5 USD }
  features { more = mean(close, fast) / close }
  portfolio { smooth ewma(0.2) }
  risk {
    target volatility 8% per year over 20d, scale 0.5 .. 2
    stop when drawdown > 8% then flatten, resume after 21d
    limit weight 20%
    limit turnover 50%
  }
  model { epochs 50, stop after 8 without better rank_ic }
  paper { at 16:15 America/New_York }`),
);

const BLOCKS = ['universe', 'features', 'label', 'model', 'split', 'portfolio', 'execution', 'costs', 'risk', 'paper'];

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** The paths of all numbers, words and nothings below a value. */
function leavesOf(value: Json, path: readonly string[]): (readonly string[])[] {
  if (value === null || typeof value !== 'object') return [path];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key]));
}

/** The plan with one leaf changed; its hashes are those it had. */
function withChange(plan: Plan, path: readonly string[]): Plan {
  const changed = structuredClone(plan) as unknown as { [key: string]: Json };
  const holder = path
    .slice(0, -1)
    .reduce<Json>((inner, key) => (inner as { [key: string]: Json })[key] ?? null, changed);
  const last = path.at(-1)!;
  const group = holder as { [key: string]: Json };
  const before = group[last]!;
  group[last] = typeof before === 'number' ? before + 1 : before === null ? 0.5 : `${before}x`;
  return changed as unknown as Plan;
}

describe('the values of a plan', () => {
  // What kind of split it is says which values there are.
  const leaves = BLOCKS.flatMap((block) => leavesOf(RICH[block as keyof Plan] as Json, [block])).filter(
    (path) => path.join('.') !== 'split.scheme.kind',
  );
  const meaningOf = (plan: Plan) =>
    new Map(planValues(plan).map(({ path, content, stage }) => [path, { text: JSON.stringify(content), stage }]));
  const hashesOf = (plan: Plan) => ({ stages: hashStages(plan), whole: hashPlan(hashStages(plan), plan) });

  test.each(leaves.map((path) => [path.join('.'), path] as const))(
    '%s: in a hash if and only if told',
    (name, path) => {
      const changed = withChange(RICH, path);
      const [before, after] = [hashesOf(RICH), hashesOf(changed)];
      const [told, toldAfter] = [meaningOf(RICH), meaningOf(changed)];
      const differing = [...toldAfter].filter(([at, { text }]) => told.get(at)?.text !== text);
      // A feature's name is where its value is told.
      if (/^features\.features\.\d+\.name$/.test(name)) return expect(after).toEqual(before);
      expect(differing.length > 0).toBe(before.whole !== after.whole);
      const first = STAGES.find((stage) => before.stages[stage] !== after.stages[stage]) ?? null;
      for (const [, { stage }] of differing) expect(stage).toBe(first);
    },
  );

  test('each has somebody who said it, or follows from others', () => {
    const unsaid = planValues(RICH).filter(({ origin, content }) => {
      return origin === null && !(content.kind === 'plain' && content.value === null);
    });
    expect(unsaid.map(({ path }) => path)).toEqual([
      'label.horizon',
      'universe.sessionsPerYear',
      'split.purge',
      'split.embargo',
    ]);
  });
});

test('a rate of zero is one in a summary, whatever zero stands before it', () => {
  const zero = 'costs { impact 0 bps }';
  const other = 'features { a_sign = where(close > open, 1, 0) }';
  for (const statements of [zero, `${other}\n${zero}`]) {
    expect(summarize(planOf(variant(statements)))).toContain('impact 0%');
  }
});
