/** Predictions for many cross-sections, some at a time, so that a run stays responsive. */
import { setImmediate } from 'node:timers/promises';
import type { CrossSections, TrainableModel } from './model.ts';

/** Laid out like `sections.stocks`. `before` is called ahead of every part with the sequences done; it may throw. */
export async function predictInParts(
  model: TrainableModel,
  sections: CrossSections,
  sessionsAtOnce: number,
  before: (done: number) => void,
): Promise<Float32Array> {
  const predictions = new Float32Array(sections.stocks.length);
  for (let first = 0; first < sections.sessions.length; first += sessionsAtOnce) {
    await setImmediate();
    const start = sections.offsets[first]!;
    before(start);
    predictions.set(await model.predict(sectionRange(sections, first, first + sessionsAtOnce)), start);
  }
  return predictions;
}

/** The cross-sections [first, end), as many of them as there are. */
function sectionRange(sections: CrossSections, first: number, end: number): CrossSections {
  const offsets = sections.offsets.subarray(first, Math.min(end, sections.sessions.length) + 1);
  const base = offsets[0]!;
  return {
    sessions: sections.sessions.subarray(first, end),
    offsets: offsets.map((offset) => offset - base),
    stocks: sections.stocks.subarray(base, offsets.at(-1)!),
  };
}
