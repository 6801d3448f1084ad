/** Feature columns laid out for a model: float32, a stock's sessions one after another, its features side by side. */
import type { FeatureTensor } from '../models/model.ts';
import { normalizeColumn } from './normalizer.ts';

export interface FeatureColumns {
  readonly stocks: number;
  readonly sessions: number;
  readonly features: number;
  column(feature: number, stock: number): Float64Array;
}

/** Infinite counts as missing: no model can take it. `scaling` null: values as they are. */
export function tensorOf(
  { stocks, sessions, features, column }: FeatureColumns,
  scaling: { readonly mean: Float64Array; readonly sd: Float64Array; readonly clip: number | null } | null,
): FeatureTensor {
  const values = new Float32Array(stocks * sessions * features);
  const scratch = new Float64Array(sessions);
  for (let stock = 0; stock < stocks; stock++) {
    for (let feature = 0; feature < features; feature++) {
      const raw = column(feature, stock);
      const { mean, sd, clip } = scaling
        ? { mean: scaling.mean[feature]!, sd: scaling.sd[feature]!, clip: scaling.clip }
        : { mean: 0, sd: 1, clip: null };
      normalizeColumn(raw, { mean, sd, clip }, scratch);
      let at = stock * sessions * features + feature;
      for (let t = 0; t < sessions; t++, at += features) values[at] = isPresent(raw[t]!) ? scratch[t]! : Number.NaN;
    }
  }
  return { values, stocks, sessions, features };
}

/** Stock-major: 1 where every feature is there. */
export function completeness({ stocks, sessions, features, column }: FeatureColumns): Uint8Array {
  const complete = new Uint8Array(stocks * sessions).fill(1);
  for (let stock = 0; stock < stocks; stock++) {
    const start = stock * sessions;
    for (let feature = 0; feature < features; feature++) {
      const values = column(feature, stock);
      for (let t = 0; t < sessions; t++) if (!isPresent(values[t]!)) complete[start + t] = 0;
    }
  }
  return complete;
}

/** Neither NaN nor infinite; inlined by the compiler where `Number.isFinite` may be a call. */
function isPresent(value: number): boolean {
  return value - value === 0;
}
