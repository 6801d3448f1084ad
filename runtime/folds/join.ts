/** Predictions of several models as one panel: the mean over seeds, and on each day those of the fold that it follows. */
import type { PathPart } from '../../compiler/plan.ts';
import { type Axes, type Panel, sessionsWithin } from '../market.ts';

/** The mean at each place, summed in the order given; NaN where one has none. Of one panel, that panel. */
export function meanOf(panels: readonly Panel[]): Panel {
  const [first, ...others] = panels;
  if (others.length === 0) return first!;
  const mean = first!.slice();
  for (const panel of others) for (let at = 0; at < mean.length; at++) mean[at]! += panel[at]!;
  for (let at = 0; at < mean.length; at++) mean[at]! /= panels.length;
  return mean;
}

/**
 * One path through time. Each part is read when its turn comes, so that two panels are held at a time.
 * @param ofFold stock-major predictions of a fold
 */
export async function joinPath(
  path: readonly PathPart[],
  { sessions, tickers }: Axes,
  ofFold: (fold: number) => Promise<Panel>,
): Promise<Panel> {
  const joined = new Float64Array(tickers.length * sessions.length).fill(Number.NaN);
  for (const part of path) {
    const { first, end } = sessionsWithin(sessions, part);
    const panel = await ofFold(part.fold);
    for (let start = 0; start < joined.length; start += sessions.length) {
      joined.set(panel.subarray(start + first, start + end), start + first);
    }
  }
  return joined;
}
