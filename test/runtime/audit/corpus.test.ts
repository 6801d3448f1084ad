/** Every strategy of the golden programs that the checker passes: the computation must agree with the proof. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Compilation } from '../../../compiler/compile.ts';
import { learnsAfterwards } from '../../../compiler/plan.ts';
import type { AuditStage } from '../../../runtime/audit/findings.ts';
import { compileGolden, compileText, GOLDEN, goldenNames } from '../../compiler/support.ts';
import { auditOf, problemsOf } from '../../support/audit.ts';
import { syntheticWith, writeSeries } from '../../support/madeUpSeries.ts';
import { fixtures } from '../../support/tables.ts';

const clean = readdirSync(join(GOLDEN, 'clean')).filter((name) => name.endsWith('.strat'));
const passed: readonly (readonly [string, Compilation])[] = [
  ...goldenNames('valid').map((name) => [`valid/${name}`, compileGolden('valid', name)] as const),
  ...clean.map((name) => [`clean/${name}`, compileText(readFileSync(join(GOLDEN, 'clean', name), 'utf8'))] as const),
];

/** Those with tickers of the real world have no market here. */
const auditable = passed.filter(([, { plan }]) => plan?.universe.members.source === 'constituents');

/** What `external_series` reads, published as its config says. */
const SERIES = [
  'VIX: { path: daily.csv, published: at close }',
  'DGS10: { path: daily.csv, published: 1 session after }',
  'CPI: { path: monthly.csv, columns: { published: out } }',
];
const files = fixtures();
writeSeries(files);
afterAll(() => files.remove());

/** What every model reads, whenever it learns. */
const READ = [
  'eligible: members that meet every `require`',
  'cross-section: eligible, with every feature over the window',
];

describe('what is known later changes no bit of', () => {
  it.each(auditable)('%s', async (_, { plan }) => {
    const audit = await auditOf(plan!, await syntheticWith(files, 40, SERIES), 2);
    expect(problemsOf(audit)).toEqual([]);
    const compared = (stage: AuditStage) => audit.nodes.filter((node) => node.stage === stage && node.values > 0);
    expect(compared('features').map(({ text }) => text)).toEqual(expect.arrayContaining(READ));
    // All the way to the orders, but where each model learns from days after those it judges: at no cut is there one.
    const crossValidated = learnsAfterwards(plan!.split);
    expect(audit.crossValidated).toBe(crossValidated);
    expect(compared('predictions')).toHaveLength(crossValidated ? 0 : 1);
    expect(compared('book')).toHaveLength(crossValidated ? 0 : 9);
  });
});

it('hardly any is left out', () => {
  expect(auditable.length).toBeGreaterThan(0.9 * passed.length);
});
