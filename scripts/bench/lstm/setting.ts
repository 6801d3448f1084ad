/** The size of an LSTM and of its batch, and the operations that the work takes. */

export type Work = 'train' | 'infer';

export interface Setting {
  readonly threads: number;
  readonly layers: number;
  readonly hidden: number;
  readonly features: number;
  readonly window: number;
  /** Sequences of a batch. */
  readonly batch: number;
}

/** The size that the issue on the engine states its goals for. */
export const STANDARD: Setting = { threads: 2, layers: 2, hidden: 128, features: 14, window: 90, batch: 512 };

/** Of a sequence: two for each weight and step; a training step goes back through inputs and through weights too. */
export function flops({ layers, hidden, features, window }: Setting, work: Work): number {
  const kernels = 4 * hidden * (features + hidden + (layers - 1) * 2 * hidden);
  const forward = 2 * window * kernels + 2 * hidden;
  return work === 'train' ? 3 * forward : forward;
}
