/** The reference is made from the tables: nothing of them is left out, what it shows compiles, and its copy is new. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { referenceEntry, referenceMarkdown, referenceNames } from '../../compiler/reference.ts';
import { SETTINGS } from '../../grammar/settings.ts';
import { BUILTINS, FIELDS, FORMS } from '../../stdlib/registry.ts';
import { compileText, variant } from './support.ts';

test('docs/reference.md is what the tables say: `node scripts/reference.ts` writes it', () => {
  const written = readFileSync(join(import.meta.dirname, '../../docs/reference.md'), 'utf8');
  expect(written).toBe(referenceMarkdown());
});

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

describe('examples of settings compile', () => {
  test.each(SETTINGS.map((setting) => [`${setting.block}.${setting.key}`, inItsBlock(setting)]))(
    '%s',
    (_name, statement) => {
      const { diagnostics } = compileText(`use std.universe.sp500\n${variant(statement)}`);
      expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    },
  );
});
