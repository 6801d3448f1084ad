/** The reference is made from the tables: nothing of them is left out, and what it shows compiles. */
import { describe, expect, test } from 'vitest';
import { BLOCKS } from '../../compiler/reference/blocks.ts';
import { STATEMENTS } from '../../compiler/reference/language.ts';
import { KIND_EXAMPLES, LITERALS } from '../../compiler/reference/values.ts';
import { referenceEntry, referenceNames } from '../../compiler/reference.ts';
import { SETTINGS } from '../../grammar/settings.ts';
import { BUILTINS, FIELDS, FORMS } from '../../stdlib/registry.ts';
import { compileText, variant } from './support.ts';

test('everything that has a name has an entry', () => {
  const names = [...BUILTINS, ...FIELDS, ...FORMS].map(({ name }) => name);
  const known = new Set(referenceNames());
  expect([...names, ...SETTINGS.map(({ key }) => key)].filter((name) => !known.has(name))).toEqual([]);
});

test('an entry says signature, unit, look-back, formula and example', () => {
  const text = referenceEntry('mean');
  for (const part of ['`mean(x, window)`', 'unit: that of `x`', 'reaches back: `window` − 1 sessions', '```strat']) {
    expect(text).toContain(part);
  }
  expect(referenceEntry('nothing')).toBeNull();
});

test('one name, several meanings: all are shown', () => {
  expect(referenceEntry('ewma')?.match(/^### /gm)).toHaveLength(2);
});

/** Settings that only some kinds of split have, within one of these. */
const WITHIN: Readonly<Record<string, (example: string) => string>> = {
  'split.over': (example) => `split k_fold { folds 5\n ${example} }`,
  'split.folds': (example) => `split k_fold { ${example} }`,
  'split.groups': (example) => `split combinatorial { ${example}\n test 2 }`,
  'split.step': walked,
  'split.window': walked,
  'split.start': walked,
};

function walked(example: string): string {
  return `split walk_forward { train 2y\n validate 6m\n test 6m\n ${example} }`;
}

function inItsBlock({ block, key, example }: (typeof SETTINGS)[number]): string {
  return WITHIN[`${block}.${key}`]?.(example) ?? `${block} { ${example} }`;
}

function errorsOf(text: string): readonly unknown[] {
  return compileText(text).diagnostics.filter(({ severity }) => severity === 'error');
}

describe('examples of settings compile', () => {
  test.each(SETTINGS.map((setting) => [`${setting.block}.${setting.key}`, inItsBlock(setting)]))(
    '%s',
    (_name, statement) => {
      expect(errorsOf(`use std.universe.sp500\n${variant(statement)}`)).toEqual([]);
    },
  );
});

describe('examples of blocks, kinds and literals compile', () => {
  const statements = [
    ...Object.entries(BLOCKS).map(([block, { example }]) => [block, example]),
    ...Object.entries(KIND_EXAMPLES),
    ...LITERALS.map(({ written, example, within }) => [
      written[0]!,
      within === null ? example : `${within} { ${example} }`,
    ]),
  ];
  test.each(statements)('%s', (_name, statement) => {
    const uses = ['std.universe.sp500', 'std.features.core14'].map((file) => `use ${file}\n`).join('');
    expect(errorsOf(`${uses}${variant(statement!)}`)).toEqual([]);
  });
});

describe('examples of statements compile', () => {
  test.each(STATEMENTS.map(({ name, example, within }) => [name, example, within]))('%s', (_name, example, within) => {
    const isWhole = example.includes('strategy ');
    const inStrategy = `use std.costs.us_large_cap\n${variant(example)}`;
    const file = isWhole ? example : `${example}\n\nstrategy mine extends base {\n}\n`;
    expect(errorsOf(within === 'file' ? file : inStrategy)).toEqual([]);
  });
});
