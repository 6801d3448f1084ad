/** What a network may ask for, for both builds of the core. */
import { UserError } from '../../ports.ts';
import type { NetworkShape } from './kernels.ts';

/** What makes a batch smaller. */
export const LOWER = 'lower `batch_sessions`, `hidden`, `layers` or `window`';

/**
 * The core counts floats in 32 bits. Of its buffers a shard's tape is the largest, or the weights of a wide layer.
 *
 * @param shard sequences in a shard
 * @throws UserError `out-of-memory`
 */
export function verifyCountable({ layers, hidden, features, window }: NetworkShape, shard: number): void {
  const tape = shard * window * (features + 7 * layers * hidden);
  const weights = 8 * layers * hidden * (features + 2 * hidden);
  const floats = Math.max(tape, weights);
  if (floats < 2 ** 31) return;
  throw new UserError(
    'out-of-memory',
    `the model needs ${mebibytes(4 * floats)} in one piece, and the fused engine can have 8192 MiB`,
    [LOWER],
  );
}

export function mebibytes(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20)} MiB`;
}
