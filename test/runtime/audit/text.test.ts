/** What a person reads of an audit that finds something. */
import { expect, it } from 'vitest';
import type { Audit } from '../../../runtime/audit/audit.ts';
import type { Finding } from '../../../runtime/audit/findings.ts';
import { auditText } from '../../../runtime/audit/text.ts';

const clean = { place: null, inputs: [], cuts: 2, values: 12_345, differing: 0, first: null, worst: 0, follows: false };
const first = { cut: '2024-03-01', session: '2024-02-29', of: 'AAA', whole: 1.5, cutShort: 1.25, bits: 2 ** 50 };
const nodes: readonly Finding[] = [
  { ...clean, id: 'close', stage: 'market', text: 'close' },
  { ...clean, id: 'volume', stage: 'market', text: 'volume', differing: 3, worst: 1, first: { ...first, bits: 1 } },
  {
    ...clean,
    id: 'a',
    stage: 'expressions',
    text: 'vol_20d = stdev(returns(close, 1d), 20d)',
    place: 'core14.strat:8',
    differing: 2_000_000,
    worst: Number.POSITIVE_INFINITY,
    first: { ...first, cutShort: Number.NaN, bits: Number.POSITIVE_INFINITY },
  },
  { ...clean, id: 'b', stage: 'expressions', text: 'vol_20d / 2', differing: 9, worst: 7, first, follows: true },
  { ...clean, id: 'target', stage: 'book', text: 'target', cuts: 1, values: 123_456_789 },
];
const drift: Audit['drift'] = [
  {
    feature: 'vol_20d',
    lookBack: 20,
    recursive: false,
    aligned: true,
    ok: false,
    drift: [0.25, 0.01, 0, null],
    rounding: 12,
    settled: { thousandth: 61, millionth: null },
  },
  {
    feature: 'a_feature_with_a_very_long_name_indeed',
    lookBack: 14,
    recursive: true,
    aligned: false,
    ok: true,
    drift: [Number.POSITIVE_INFINITY, 1.25e-4, 3e-9, 0],
    rounding: null,
    settled: { thousandth: 80, millionth: 150 },
  },
];
const audit: Audit = {
  strategy: 'broken',
  planHash: '0123456789abcdef',
  data: 'bars of ours',
  seed: 1,
  cuts: ['2024-03-01', '2024-05-02'],
  cutBy: 'source',
  predictor: 'trained model',
  crossValidated: false,
  nodes,
  drift,
  warmUp: 28,
  ok: false,
};

it('an audit that finds something', async () => {
  await expect(auditText(audit)).toMatchFileSnapshot('../../golden/audit.txt');
});
