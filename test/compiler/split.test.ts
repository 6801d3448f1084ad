/** Windows after one another, and the sessions between them that nothing is learnt from. */
import { describe, expect, test } from 'vitest';
import { deriveGaps } from '../../compiler/check/split/gaps.ts';
import { compileText, findings, planOf, variant } from './support.ts';

const FIVE_DAYS = 'label next_week = forward_return(close, 5d)';
// core14 reaches back 20 sessions, the model of `base` sees 90: 5 + 20 + 89.
const split = (text: string) => `${FIVE_DAYS}\nsplit {\n${text}\n}`;

describe('purge and embargo', () => {
  test('follow from horizon, look-back and window', () => {
    expect(planOf(variant(FIVE_DAYS)).split).toMatchObject({ purge: 5, embargo: 114 });
    expect(planOf(variant(`${FIVE_DAYS}\nmodel lstm { window 10d }`)).split).toMatchObject({ purge: 5, embargo: 34 });
  });

  test('may be longer than that', () => {
    expect(planOf(variant(split('purge 12d\nembargo 250d'))).split).toMatchObject({ purge: 12, embargo: 250 });
    expect(planOf(variant(split('purge 5d\nembargo 114d'))).split).toMatchObject({ purge: 5, embargo: 114 });
  });

  test('and not shorter', () => {
    expect(findings(variant(split('purge 4d')))).toEqual(['purge-too-small: 4d']);
    expect(findings(variant(split('embargo 113d')))).toEqual(['embargo-too-small: 113d']);
    expect(findings(variant(split('purge 0d\nembargo 0d')))).toEqual(['purge-too-small: 0d', 'embargo-too-small: 0d']);
  });

  test('count sessions', () => {
    expect(findings(variant(split('purge 5')))).toEqual(['unit-missing: 5']);
    expect(findings(variant(split('embargo 1%')))).toEqual(['wrong-unit: 1%']);
    expect(findings(variant(split('purge -5d')))).toEqual(['out-of-bounds: -5d']);
  });

  test('the error spells the sum out', () => {
    const { diagnostics } = compileText(variant(split('embargo 10d')));
    expect(diagnostics[0]?.label).toBe('at least 114d');
    expect(diagnostics[0]?.hints[0]).toMatch(/^114 = 5 until .* \+ 20 that .* \+ 89 more /);
  });

  test('a longer purge is another model; a longer embargo another plan, of the same results', () => {
    const [plain, purged, embargoed] = ['purge 5d', 'purge 6d', 'embargo 200d'].map((text) =>
      planOf(variant(split(text))),
    );
    expect(purged?.stages.model).not.toBe(plain?.stages.model);
    expect(purged?.stages.features).toBe(plain?.stages.features);
    expect(embargoed?.stages).toEqual(plain?.stages);
    expect(embargoed?.hash).not.toBe(plain?.hash);
  });
});

/**
 * The derivation against what it claims, on prices numbered by session: which prices an example of session s reads, and
 * which those of a judged window read, listed one by one.
 */
describe('no price in common, and no session lost for nothing', () => {
  const LAST = 60;
  const cases = [
    { horizon: 1, features: 20, window: 0 },
    { horizon: 5, features: 0, window: 0 },
    { horizon: 5, features: 3, window: 4 },
    { horizon: 2, features: 1, window: 9 },
  ];
  const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
  /** Its label reads s and s + horizon, its features everything back from s. */
  const reads = (s: number, { horizon, features, window }: (typeof cases)[number]) =>
    new Set([...range(s - features - window, s), s + horizon]);

  test.each(cases)('purge: labels are known within their window, %o', (reach) => {
    const { purge } = deriveGaps(reach);
    const known = (s: number) => s + reach.horizon <= LAST;
    expect(range(0, LAST).filter(known).at(-1)).toBe(LAST - purge);
  });

  test.each(cases)('embargo: examples after a judged window share nothing with it, %o', (reach) => {
    const { embargo } = deriveGaps(reach);
    const judged = new Set(range(40, LAST).flatMap((s) => [...reads(s, reach)]));
    const shares = (s: number) => [...reads(s, reach)].some((price) => judged.has(price));
    const sharing = range(LAST + 1, LAST + 100).filter(shares);
    expect(sharing.at(-1)).toBe(LAST + embargo);
  });
});

describe('what is fitted decides afterwards', () => {
  const windows = (train: string, validate: string, test: string) =>
    findings(variant(`split {\n train ${train}\n validate ${validate}\n test ${test}\n}`));

  test.each([
    ['inside', '2020-01-01 .. 2023-12-31', '2024-01-01 .. 2024-06-30', '2022-01-01 .. 2022-12-31'],
    ['before', '2021-01-01 .. 2023-12-31', '2024-01-01 .. 2024-06-30', '2020-01-01 .. 2020-12-31'],
    ['the same', '2020-01-01 .. 2023-12-31', '2024-01-01 .. 2024-06-30', '2024-01-01 .. 2024-06-30'],
  ])('a test %s', (_, train, validate, test) => {
    expect(windows(train, validate, test)).toEqual([`decides-inside-fit: ${test}`]);
  });

  test('a validation before the training', () => {
    const found = windows('2021-01-01 .. 2023-12-31', '2020-01-01 .. 2020-12-31', '2024-01-01 .. 2024-06-30');
    expect(found).toEqual(['decides-inside-fit: 2020-01-01 .. 2020-12-31']);
  });

  test('a window before all data is told once', () => {
    const [train, validate] = ['2020-01-01 .. 2023-12-31', '2024-01-01 .. 2024-06-30'];
    expect(windows(train, validate, '2019-01-01 .. 2019-05-01')).toEqual([
      'decides-inside-fit: 2019-01-01 .. 2019-05-01',
    ]);
    expect(windows('2019-01-01 .. 2019-05-01', validate, '2024-07-01 .. 2024-12-31')).toEqual([
      'outside-period: 2019-01-01 .. 2019-05-01',
    ]);
  });

  test('windows that only run into each other overlap', () => {
    const found = windows('2020-01-01 .. 2023-12-31', '2023-06-01 .. 2024-06-30', '2024-07-01 .. 2024-12-31');
    expect(found).toEqual(['windows-overlap: 2023-06-01 .. 2024-06-30']);
  });
});
