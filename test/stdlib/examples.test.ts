/** What the reference shows as an example is the language: every one compiles where it is meant to stand. */
import { describe, expect, it } from 'vitest';
import { BUILTINS, FIELDS, FORMS } from '../../stdlib/registry.ts';
import type { Field, Form } from '../../stdlib/types.ts';
import { planOf, variant } from '../compiler/support.ts';
import { filterBy, statementOf } from '../support/examples.ts';

const FIELD_USES: Record<Field['scope'], (name: string) => string> = {
  market: (name) => filterBy(`not is_missing(${name})`),
  score: (name) => filterBy(`${name} > 0`),
  rebalance: (name) => `portfolio { rebalance when ${name} > 5% }`,
  book: (name) => `risk { stop when ${name} > 1% then flatten }`,
  position: (name) => `risk { stop position when ${name} > ${name === 'position_age' ? '5d' : '5%'} then exit }`,
  cost: (name) =>
    name === 'traded'
      ? 'costs { impact 1 bps * traded / lag(dollar_volume, 1d) }'
      : `costs { impact 20 bps * ${name} }`,
};

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

  it.each(FIELDS.map(({ name, scope }) => [name, FIELD_USES[scope](name)]))('%s: %s', (name, statement) => {
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
