/** Series from outside the market, under the audit: clean as published, and found where they are known too early. */
import { afterAll, describe, expect, it } from 'vitest';
import { planOf } from '../../compiler/support.ts';
import { auditOf, causesOf, problemsOf } from '../../support/audit.ts';
import { syntheticWith, writeSeries } from '../../support/madeUpSeries.ts';
import { fixtures } from '../../support/tables.ts';

const files = fixtures();
afterAll(() => files.remove());

writeSeries(files);

const open = (published: string) =>
  syntheticWith(files, 30, [
    `DAILY: { path: daily.csv, published: ${published} }`,
    'MONTHLY: { path: monthly.csv, columns: { published: out } }',
  ]);

/** `opening` decides at the open, `base` at the close. */
const strategy = (parent: 'base' | 'opening', daily: string) => {
  const past = (value: string) => (parent === 'opening' ? `lag(${value}, 1d)` : value);
  return planOf(`use ${parent}

strategy mine extends ${parent} {
  daily = ${daily}
  monthly = ${past('external("MONTHLY")')}
  features {
    rise      = daily / mean(daily, 20d) - 1
    inflation = monthly / lag(monthly, 60d) - 1
    calm      = where(daily < 20, returns(${past('close')}, 5d), 0)
  }
}
`);
};

describe('an audit of external series', () => {
  it.each([
    ['at close', 'base', 'external("DAILY")'],
    ['next open', 'base', 'lag(external("DAILY", delay: 1d), 1d)'],
    ['1 session after', 'base', 'lag(external("DAILY", delay: 1d), 1d)'],
    ['at close', 'opening', 'lag(external("DAILY"), 1d)'],
    ['next open', 'opening', 'lag(external("DAILY", delay: 1d), 2d)'],
  ] as const)('published %s, read by %s as %s: nothing looks ahead', async (published, parent, daily) => {
    const audit = await auditOf(strategy(parent, daily), await open(published), 4);
    expect(problemsOf(audit)).toEqual([]);
    expect(audit.nodes.filter(({ text, values }) => text.includes('mean') && values > 0)).not.toEqual([]);
  });

  it('finds a series that is taken to be known before it is published', async () => {
    const audit = await auditOf(strategy('base', 'external("DAILY")'), await open('1 session after'), 3);
    expect(audit.ok).toBe(false);
    const causes = causesOf(audit).map(({ text }) => text);
    expect(causes).toContain('mean(20)');
  });
});
