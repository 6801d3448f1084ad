/** How strong the planted signal must be for a stated rank IC. */
import type { Company } from './companies.ts';
import type { Shocks } from './shocks.ts';
import { type Path, walk } from './signal.ts';

const TOLERANCE = 2e-4;
const MOST_STEPS = 12;

export interface PlantedPath extends Path {
  /** Expected return of the next session per unit of signal. */
  readonly c: number;
}

/**
 * Finds c such that the mean daily rank IC of signal and next return exceeds that of the same market without the
 * signal by `rankIc`. The latter's IC is pure chance, of mean 0: it is left in, so that what is measured on the sample
 * differs from the stated number by the sampling error and nothing else. Illinois variant of regula falsi (Dowell and
 * Jarratt, 1971).
 */
export function plant(companies: readonly Company[], sessions: number, shocks: Shocks, rankIc: number): PlantedPath {
  const stocks = companies.length;
  const without = walk(companies, sessions, shocks, 0);
  const chance = meanRankIc(without, stocks, sessions);
  if (rankIc === 0 || Number.isNaN(chance)) return { ...without, c: 0 };
  const miss = (path: Path): number => meanRankIc(path, stocks, sessions) - chance - rankIc;

  let lo = { c: 0, miss: -rankIc };
  let hi = lo;
  let path = without;
  // The IC of c is about c / √(c² + d²), d being the usual spread of returns across stocks; 0.02 is a day's.
  for (let c = (0.021 * rankIc) / Math.sqrt(1 - rankIc ** 2); hi.miss < 0 && c < 1; c *= 1.6) {
    lo = hi;
    path = walk(companies, sessions, shocks, c);
    hi = { c, miss: miss(path) };
    if (Math.abs(hi.miss) < TOLERANCE) break;
  }

  let best = hi;
  let side = 0;
  for (let step = 0; step < MOST_STEPS && Math.abs(best.miss) >= TOLERANCE && hi.miss > 0; step++) {
    const c = (lo.c * hi.miss - hi.c * lo.miss) / (hi.miss - lo.miss);
    path = walk(companies, sessions, shocks, c);
    best = { c, miss: miss(path) };
    if (best.miss > 0) {
      hi = best;
      if (side === 1) lo = { c: lo.c, miss: lo.miss / 2 };
      side = 1;
    } else {
      lo = best;
      if (side === -1) hi = { c: hi.c, miss: hi.miss / 2 };
      side = -1;
    }
  }
  return { ...path, c: best.c };
}

/** Mean over sessions of the Spearman correlation of signal and next return. Ties do not occur: both are continuous. */
function meanRankIc(path: Path, stocks: number, sessions: number): number {
  let sum = 0;
  let count = 0;
  const signal = new Float64Array(stocks);
  const next = new Float64Array(stocks);
  for (let t = 0; t + 1 < sessions; t++) {
    let n = 0;
    for (let i = 0; i < stocks; i++) {
      const at = t * stocks + i;
      const change = path.wealth[at + stocks]! / path.wealth[at]!;
      if (Number.isNaN(path.signal[at]!) || Number.isNaN(change)) continue;
      signal[n] = path.signal[at]!;
      next[n++] = change;
    }
    if (n < 3) continue;
    sum += rankCorrelation(signal.subarray(0, n), next.subarray(0, n));
    count++;
  }
  return sum / count;
}

function rankCorrelation(x: Float64Array, y: Float64Array): number {
  const n = x.length;
  const rankX = ranks(x);
  const rankY = ranks(y);
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (rankX[i]! - rankY[i]!) ** 2;
  return 1 - (6 * squares) / (n * (n * n - 1));
}

function ranks(values: Float64Array): Int32Array {
  const order = new Int32Array(values.length).map((_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const rank = new Int32Array(values.length);
  for (let place = 0; place < order.length; place++) rank[order[place]!] = place;
  return rank;
}
