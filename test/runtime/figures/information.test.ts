import { describe, expect, test } from 'vitest';
import {
  ic,
  informationBySession,
  labelByPrediction,
  rankIc,
  summarizeInformation,
} from '../../../runtime/figures/information.ts';
import { averageRanks } from '../../../runtime/figures/ranks.ts';
import { expectClose } from '../../support/close.ts';
import { column, describeWithShared, panel, vectors } from '../../support/vectors.ts';

type Rows = readonly (readonly (number | null)[])[];
interface Case {
  readonly inputs: { readonly predictions: Rows; readonly labels: Rows };
  readonly expected: {
    readonly ic: readonly (number | null)[];
    readonly rank_ic: readonly (number | null)[];
    readonly icir: number;
    readonly rank_icir: number;
    readonly mean_ic: number;
    readonly mean_rank_ic: number;
  };
}

describeWithShared('information coefficients: worked case', () => {
  const { inputs, expected } = vectors<Case>('book/ic.json');
  const sessions = inputs.predictions.length;
  const judged = { predictions: panel(inputs.predictions), labels: panel(inputs.labels), sessions };

  test('by session, and their means and ratios', () => {
    const found = informationBySession({ ...judged, first: 0, end: sessions });
    expected.ic.forEach((value, t) => {
      expectClose(found.ic[t]!, value, `ic of session ${t}`);
      expectClose(found.rankIc[t]!, expected.rank_ic[t]!, `rank ic of session ${t}`);
    });
    const pearson = summarizeInformation(found.ic);
    const spearman = summarizeInformation(found.rankIc);
    expectClose(pearson.mean, expected.mean_ic, 'mean ic');
    expectClose(pearson.ratio, expected.icir, 'icir');
    expectClose(spearman.mean, expected.mean_rank_ic, 'mean rank ic');
    expectClose(spearman.ratio, expected.rank_icir, 'rank icir');
  });

  test('one cross-section at a time gives the same', () => {
    inputs.predictions.forEach((row, t) => {
      expectClose(ic(column(row), column(inputs.labels[t]!)), expected.ic[t]!, `ic of session ${t}`);
      expectClose(rankIc(column(row), column(inputs.labels[t]!)), expected.rank_ic[t]!, `rank ic of session ${t}`);
    });
  });

  test('only the sessions asked for', () => {
    const some = informationBySession({ ...judged, first: 5, end: 7 });
    expect(some.ic).toHaveLength(2);
    expectClose(some.ic[0]!, expected.ic[5]!, 'first');
  });
});

describe('information coefficients', () => {
  test('equal values share the mean of their places', () => {
    expect([...averageRanks(Float64Array.of(3, 1, 3, 2, 3, -0))]).toEqual([5, 2, 5, 3, 5, 1]);
    expect([...averageRanks(Float64Array.of(0, -0, 1))]).toEqual([1.5, 1.5, 3]);
  });

  test('a constant side is undefined, whatever its mean rounds to', () => {
    const constant = new Float64Array(7).fill(0.1);
    expect(ic(constant, Float64Array.of(1, 2, 3, 4, 5, 6, 7))).toBeNaN();
    expect(rankIc(constant, Float64Array.of(1, 2, 3, 4, 5, 6, 7))).toBeNaN();
  });

  test('no defined session: all is missing', () => {
    expect(summarizeInformation(Float64Array.of(Number.NaN))).toEqual({
      sessions: 0,
      mean: null,
      sd: null,
      ratio: null,
      positive: null,
    });
  });

  test('the mean label rises with the decile where labels follow predictions', () => {
    // 25 stocks, two sessions; the second has too few stocks for ten deciles.
    const predictions = new Float64Array(50).fill(Number.NaN);
    for (let i = 0; i < 25; i++) predictions[i * 2] = (i * 7) % 25;
    predictions[1] = 1;
    const found = labelByPrediction({ predictions, labels: predictions, sessions: 2, first: 0, end: 2 });
    expect(found.sessions).toBe(1);
    // Places 0 1 2 | 3 4 | 5 6 7 | …: ⌊10 k / 25⌋ by hand.
    expect(found.meanLabel).toEqual([1, 3.5, 6, 8.5, 11, 13.5, 16, 18.5, 21, 23.5]);
  });
});
