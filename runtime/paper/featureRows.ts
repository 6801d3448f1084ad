/** Features of the sessions that are due: kept from a tensor, which is let go. */
import type { DateRange } from '../../compiler/plan.ts';
import { sessionsWithin } from '../market.ts';
import type { FeatureTensor } from '../models/model.ts';
import type { Asked } from './predicting.ts';

/**
 * Of one session's cross-section: normalised as on the training window of the fold that predicts it; as they are
 * calculated where predictions are stored.
 */
export interface SessionFeatures {
  readonly names: readonly string[];
  /** By ticker, in the order of the names; those of the session itself, not of the window before it. */
  readonly values: ReadonlyMap<string, Float32Array>;
}

export class FeatureRows {
  readonly #asked: Asked;
  /** By session: stocks × features. */
  readonly #rows = new Map<number, Float32Array>();

  constructor(asked: Asked) {
    this.#asked = asked;
  }

  /** @param test days that the tensor's fold judges */
  keep(test: readonly DateRange[], tensor: FeatureTensor): void {
    const { market, first, end } = this.#asked;
    for (const range of test) {
      const judged = sessionsWithin(market.sessions, range);
      for (let t = Math.max(first, judged.first); t < Math.min(end, judged.end); t++) {
        // Models of several seeds read the same.
        if (!this.#rows.has(t)) this.#rows.set(t, rowOf(tensor, t));
      }
    }
  }

  of(session: number): SessionFeatures | null {
    const row = this.#rows.get(session);
    if (row === undefined) return null;
    const { plan, market, evaluated } = this.#asked;
    const names = plan.features.features.map(({ name }) => name);
    const values = market.tickers.flatMap((ticker, i) => {
      if (evaluated.present[i * market.sessions.length + session] === 0) return [];
      return [[ticker, row.subarray(i * names.length, (i + 1) * names.length)] as const];
    });
    return { names, values: new Map(values) };
  }
}

function rowOf({ values, stocks, sessions, features }: FeatureTensor, session: number): Float32Array {
  const row = new Float32Array(stocks * features);
  for (let stock = 0; stock < stocks; stock++) {
    const at = (stock * sessions + session) * features;
    row.set(values.subarray(at, at + features), stock * features);
  }
  return row;
}
