/** What the reference shows as an example is the language: every one compiles where it is meant to stand. */
import { describe, expect, it } from 'vitest';
import { BUILTINS, FIELDS, FORMS } from '../../stdlib/registry.ts';
import type { Field, Form } from '../../stdlib/types.ts';
import { planOf, variant } from '../compiler/support.ts';
import { statementOf } from '../support/examples.ts';

const FIELD_BLOCKS: Record<Field['scope'], string> = {
  market: 'features',
  score: 'portfolio',
  rebalance: 'portfolio',
  book: 'risk',
  position: 'risk',
  cost: 'costs',
};

/** A setting or definition in the block where such a field mostly stands. */
function fieldUse({ scope, example }: Field): string {
  const block = example.startsWith('require ') ? 'universe' : FIELD_BLOCKS[scope];
  return `${block} { ${example} }`;
}

const FORM_BLOCKS: Record<Form['slot'], string> = {
  normalize: 'features',
  optimizer: 'model',
  weight: 'portfolio',
  smooth: 'portfolio',
};

describe('examples compile', () => {
  it.each(BUILTINS.map((each) => [each.name, statementOf(each)]))('%s: %s', (name, statement) => {
    const plan = planOf(variant(statement));
    const used = Object.values(plan.expressions).map(({ op }) => op);
    // Some are rewritten into others.
    const lowered = ['constituents', 'market_return', 'sector_return'].includes(name);
    if (!lowered) expect(used).toContain(name);
  });

  it.each(FIELDS.map((field) => [field.name, fieldUse(field)]))('%s: %s', (name, statement) => {
    const plan = planOf(variant(statement));
    const read = Object.values(plan.expressions).map((node) => node.name);
    // The limit of a drift is kept as the number it is.
    if (plan.portfolios[0]!.drift !== null) read.push('drift');
    expect(read).toContain(name);
  });

  it.each(FORMS.map(({ name, slot, example }) => [name, `${FORM_BLOCKS[slot]} { ${example} }`]))(
    '%s: %s',
    (_name, statement) => {
      expect(planOf(variant(statement)).hash).not.toBe('');
    },
  );
});
