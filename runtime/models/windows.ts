/** Sequences of a batch, and their windows gathered from the feature columns, one step of the window at a time. */
import type { CrossSections, FeatureTensor } from './model.ts';

/** One sequence for each stock of each cross-section, in the order of `CrossSections.stocks`. */
export interface Sequences {
  readonly stocks: Int32Array;
  /** The session each window ends with. */
  readonly sessions: Int32Array;
}

export function sequencesOf(sections: CrossSections): Sequences {
  const stocks = sections.stocks.slice(sections.offsets[0], sections.offsets[sections.sessions.length]);
  const sessions = new Int32Array(stocks.length);
  const base = sections.offsets[0]!;
  for (let s = 0; s < sections.sessions.length; s++) {
    sessions.fill(sections.sessions[s]!, sections.offsets[s]! - base, sections.offsets[s + 1]! - base);
  }
  return { stocks, sessions };
}

/**
 * Features of the sequences [from, from + count) at every step of a window that ends with each sequence's session:
 * `window` matrices [count, features], oldest first.
 */
export function gatherWindows(
  tensor: FeatureTensor,
  sequences: Sequences,
  from: number,
  count: number,
  window: number,
): readonly Float32Array[] {
  const { values, features } = tensor;
  const steps = Array.from({ length: window }, () => new Float32Array(count * features));
  for (let b = 0; b < count; b++) {
    const last = sequences.stocks[from + b]! * tensor.sessions + sequences.sessions[from + b]!;
    let at = (last - window + 1) * features;
    for (const step of steps) for (let k = b * features; k < (b + 1) * features; k++) step[k] = values[at++]!;
  }
  return steps;
}
