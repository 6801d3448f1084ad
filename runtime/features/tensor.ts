/** Feature columns laid out for a model: float32, a stock's sessions one after another, its features side by side. */
import type { ColumnReader } from '../evaluate/region.ts';
import type { FeatureTensor } from '../models/model.ts';
import { normalizeColumn, type Scaling } from './normalizer.ts';
import { isPresent } from './present.ts';
import type { FeatureColumns } from './tasks.ts';

export interface TensorTask {
  readonly does: 'tensor';
  readonly features: number;
  /** Null: values as they are. */
  readonly scaling: Scaling | null;
  /** The tensor's, to be filled. */
  readonly values: Float32Array;
}

/** Infinite counts as missing: no model can take it. `scaling` null: values as they are. */
export function tensorOf(columns: FeatureColumns, scaling: Scaling | null): FeatureTensor {
  const { stocks, sessions, features } = columns;
  const size = stocks * sessions * features * Float32Array.BYTES_PER_ELEMENT;
  const values = new Float32Array(new SharedArrayBuffer(size));
  columns.each({ does: 'tensor', features, scaling, values });
  return { values, stocks, sessions, features };
}

export function readTensor({ features, scaling, values }: TensorTask): ColumnReader {
  let scratch = new Float64Array(0);
  return (stock, columns) => {
    for (let feature = 0; feature < features; feature++) {
      const raw = columns[feature]!;
      const sessions = raw.length;
      if (scratch.length !== sessions) scratch = new Float64Array(sessions);
      const { mean, sd, clip } = scaling
        ? { mean: scaling.mean[feature]!, sd: scaling.sd[feature]!, clip: scaling.clip }
        : { mean: 0, sd: 1, clip: null };
      normalizeColumn(raw, { mean, sd, clip }, scratch);
      let at = stock * sessions * features + feature;
      for (let t = 0; t < sessions; t++, at += features) values[at] = isPresent(raw[t]!) ? scratch[t]! : Number.NaN;
    }
  };
}
