/**
 * What else could have come of the same strategy: paths of equity made of its own sessions in another order, drawn by
 * the stationary bootstrap (`bootstrap.ts`).
 */
import { random } from '../random.ts';
import { drawSessions } from './bootstrap.ts';
import { quantile } from './quantile.ts';

export interface Paths {
  /** Equity at the end, 1 at the start; ascending, one per path. */
  readonly endEquity: Float64Array;
  /** At most 0; ascending, so the worst first. */
  readonly maxDrawdown: Float64Array;
  /** Places on the path, in sessions from the start, 0 and the last included. */
  readonly at: Int32Array;
  /** Quantiles of equity over paths at each of those places. */
  readonly bands: readonly { readonly share: number; readonly equity: Float64Array }[];
}

export interface PathOptions {
  /** From the plan: the same plan gives the same paths. */
  readonly seed: number;
  readonly paths?: number;
  readonly shares?: readonly number[];
}

const STREAM = 0x70617468;

/** A plot shows no more. */
const MOST_PLACES = 101;

/** Null of no returns. */
export function monteCarloPaths(
  returns: Float64Array,
  { seed, paths = 2000, shares = [0.05, 0.25, 0.5, 0.75, 0.95] }: PathOptions,
): Paths | null {
  const n = returns.length;
  if (n === 0) return null;
  const at = placesOn(n);
  const equities = at.length * paths;
  const byPlace = new Float64Array(equities).fill(1);
  const endEquity = new Float64Array(paths);
  const maxDrawdown = new Float64Array(paths);
  const source = random(seed, STREAM);
  for (let path = 0; path < paths; path++) {
    let equity = 1;
    let peak = 1;
    let worst = 0;
    let place = 1;
    drawSessions(n, source, (from, to) => {
      equity *= 1 + returns[from]!;
      peak = Math.max(peak, equity);
      worst = Math.min(worst, equity / peak - 1);
      if (at[place] === to + 1) byPlace[place++ * paths + path] = equity;
    });
    endEquity[path] = equity;
    maxDrawdown[path] = worst;
  }
  for (let place = 0; place < at.length; place++) byPlace.subarray(place * paths, (place + 1) * paths).sort();
  const bandOf = (share: number) => {
    return Float64Array.from(at, (_, place) => quantile(byPlace.subarray(place * paths, (place + 1) * paths), share));
  };
  return {
    endEquity: endEquity.sort(),
    maxDrawdown: maxDrawdown.sort(),
    at,
    bands: shares.map((share) => ({ share, equity: bandOf(share) })),
  };
}

/** Evenly spread over 0 .. n, each once. */
function placesOn(n: number): Int32Array {
  const count = Math.min(n + 1, MOST_PLACES);
  return Int32Array.from({ length: count }, (_, i) => Math.round((i * n) / (count - 1)));
}
