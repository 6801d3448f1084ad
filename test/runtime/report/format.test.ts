import { describe, expect, it } from 'vitest';
import {
  bps,
  count,
  percent,
  plain,
  plural,
  ratio,
  signedPercent,
  signedRatio,
} from '../../../runtime/report/format.ts';

describe('numbers as people read them', () => {
  it.each([
    [percent(0.12345), '12.35%'],
    [percent(-0.05, 1), '−5.0%'],
    [percent(-0.00001, 1), '0.0%'],
    [percent(null), '–'],
    [percent(Number.NaN), '–'],
    [percent(Number.POSITIVE_INFINITY), '–'],
    [signedPercent(0.1, 1), '+10.0%'],
    [signedPercent(0, 1), '0.0%'],
    [bps(0.00098), '9.8 bps'],
    [ratio(1234.5), '1,234.50'],
    [ratio(undefined), '–'],
    [signedRatio(-0.0312, 3), '−0.031'],
    [count(205_953), '205,953'],
    [count(1_000_000), '1,000,000'],
    [plural(1, 'session'), '1 session'],
    [plural(2499, 'session'), '2,499 sessions'],
    [plain(0.1 + 0.2), '0.3'],
    [plain(-3), '−3'],
  ])('%s', (shown, expected) => {
    expect(shown).toBe(expected);
  });
});
