import { describe, expect, test } from 'vitest';
import { normalizeColumn, pooledMoments, verifyVaries } from '../../../runtime/features/normalizer.ts';
import { tensorOf } from '../../../runtime/features/tensor.ts';
import { UserError } from '../../../runtime/ports.ts';
import { expectClose } from '../../support/close.ts';
import { columnsOf } from '../../support/featureColumns.ts';
import { describeWithShared, panel, vectors } from '../../support/vectors.ts';

type Rows = readonly (readonly (number | null)[])[];
interface Case {
  readonly inputs: {
    readonly tickers: readonly string[];
    readonly features: Record<string, Rows>;
    readonly train: readonly boolean[];
    readonly clip: number;
  };
  readonly expected: {
    readonly mean: Record<string, number>;
    readonly sd: Record<string, number>;
    readonly normalized: Record<string, Rows>;
  };
}

describeWithShared('zscore fitted on train: worked case', () => {
  const { inputs, expected } = vectors<Case>('book/zscore.json');
  const names = Object.keys(inputs.features);
  const panels = names.map((name) => panel(inputs.features[name]!));
  const sessions = inputs.train.length;
  const shape = { stocks: inputs.tickers.length, sessions, features: names.length };
  const column = (feature: number, stock: number) =>
    panels[feature]!.subarray(stock * sessions, (stock + 1) * sessions);
  const window = { first: inputs.train.indexOf(true), end: inputs.train.lastIndexOf(true) + 1 };
  const members = new Uint8Array(shape.stocks * sessions).fill(1);
  const moments = pooledMoments({ columns: columnsOf(shape, column), members, windows: [window] });

  test('mean and sd', () => {
    names.forEach((name, f) => {
      expectClose(moments.mean[f]!, expected.mean[name]!, `mean of ${name}`);
      expectClose(moments.sd[f]!, expected.sd[name]!, `sd of ${name}`);
    });
  });

  test('normalized and clipped, as columns and as the tensor', () => {
    const tensor = tensorOf(columnsOf(shape, column), { ...moments, clip: inputs.clip });
    const out = new Float64Array(sessions);
    names.forEach((name, f) => {
      for (let stock = 0; stock < shape.stocks; stock++) {
        normalizeColumn(column(f, stock), { mean: moments.mean[f]!, sd: moments.sd[f]!, clip: inputs.clip }, out);
        expected.normalized[name]!.forEach((row, t) => {
          const what = `${name} of ${inputs.tickers[stock]} at ${t}`;
          expectClose(out[t]!, row[stock]!, what);
          const single = tensor.values[(stock * sessions + t) * names.length + f]!;
          expect(single, what).toBe(Math.fround(out[t]!));
        });
      }
    });
  });
});

describe('pooled moments', () => {
  const pool = (values: readonly number[], members = values.map(() => 1)) => ({
    columns: columnsOf({ features: 1, stocks: 1, sessions: values.length }, () => Float64Array.from(values)),
    members: Uint8Array.from(members),
    windows: [{ first: 0, end: values.length }],
  });

  test('keep their digits where the mean is large against the sd', () => {
    // sd of 1e9 + {0, 1, 2}: exactly 1.
    const { mean, sd } = pooledMoments(pool([1e9, 1e9 + 1, 1e9 + 2]));
    expect(mean[0]).toBe(1e9 + 1);
    expect(sd[0]).toBe(1);
  });

  test('are those of all values together, however they are spread over stocks', () => {
    const values = Float64Array.from({ length: 60 }, (_, i) => 100 + 3 * Math.sin(i * 2.3) + (i % 5));
    const together = pooledMoments(pool([...values]));
    const apart = pooledMoments({
      columns: columnsOf({ features: 1, stocks: 4, sessions: 15 }, (_, stock) =>
        values.subarray(stock * 15, stock * 15 + 15),
      ),
      members: new Uint8Array(60).fill(1),
      windows: [{ first: 0, end: 15 }],
    });
    expectClose(apart.mean[0]!, together.mean[0]!, 'mean', 1e-14);
    expectClose(apart.sd[0]!, together.sd[0]!, 'sd', 1e-13);
    expect(apart.count[0]).toBe(60);
  });

  test('leave out what is missing, infinite, or no member', () => {
    const found = pooledMoments(pool([1, Number.NaN, 3, Number.POSITIVE_INFINITY, 100], [1, 1, 1, 1, 0]));
    expect([found.count[0], found.mean[0], found.sd[0]]).toEqual([2, 2, Math.SQRT2]);
  });

  test('a feature that does not vary is named', () => {
    const moments = pooledMoments(pool(new Array(7).fill(0.1)));
    const verify = () => verifyVaries(['flat'], moments, '2020-01-01 .. 2020-12-31');
    expect(verify).toThrow(UserError);
    expect(verify).toThrow(/feature flat always has the value 0\.1/);
    expect(() => verifyVaries(['lone'], pooledMoments(pool([1])), 'train')).toThrow(/fewer than two values/);
    expect(() => verifyVaries(['fine'], pooledMoments(pool([1, 2])), 'train')).not.toThrow();
  });
});
