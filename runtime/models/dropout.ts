/**
 * Inverted dropout (Srivastava et al., 2014): a unit is kept with probability 1 − p and then scaled by 1 / (1 − p), so
 * that predictions need no correction. Every step, unit and sequence draws for itself.
 */
import { random } from '../random.ts';

/** Masks are drawn by blocks of this many sequences, so that a batch may be cut between blocks without changing any. */
export const DROPOUT_BLOCK = 64;

export interface DropoutMasks {
  /** After each layer but the last, one [sequences, hidden] per step of the window. */
  readonly between: readonly (readonly Float32Array[])[];
  /** On the last hidden state, [sequences, hidden]. */
  readonly head: Float32Array;
}

export interface DropoutShape {
  readonly layers: number;
  readonly hidden: number;
  readonly window: number;
  readonly dropout: number;
}

/** Masks of the sequences [from, from + count) of a batch; `from` is a multiple of DROPOUT_BLOCK. */
export function dropoutMasks(shape: DropoutShape, seed: number, from: number, count: number): DropoutMasks | null {
  const { layers, hidden, window, dropout } = shape;
  if (dropout === 0) return null;
  const between = Array.from({ length: layers - 1 }, () =>
    Array.from({ length: window }, () => new Float32Array(count * hidden)),
  );
  const head = new Float32Array(count * hidden);
  const keep = 1 / (1 - dropout);
  const threshold = dropout * 2 ** 32;
  for (let first = 0; first < count; first += DROPOUT_BLOCK) {
    const source = random(seed, (from + first) / DROPOUT_BLOCK);
    const begin = first * hidden;
    const end = Math.min(count, first + DROPOUT_BLOCK) * hidden;
    const draw = (mask: Float32Array) => {
      for (let k = begin; k < end; k++) mask[k] = source.uint32() < threshold ? 0 : keep;
    };
    for (const steps of between) for (const mask of steps) draw(mask);
    draw(head);
  }
  return { between, head };
}
