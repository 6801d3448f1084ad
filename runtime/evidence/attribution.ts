/** Where the return came from: which sectors, and how much of it the market explains. */

import type { Plan } from '../../compiler/plan.ts';
import { mean } from '../figures/moments.ts';
import { sectorsOn } from '../groups.ts';
import type { Market } from '../market.ts';
import type { BookResult, Holdings } from '../results.ts';
import { contributionsOf } from './contributions.ts';
import type { MarketIndex } from './marketIndex.ts';
import type { Attribution, Contribution } from './types.ts';

export interface AttributionInputs {
  readonly plan: Plan;
  readonly market: Market;
  readonly book: BookResult;
}

/** A stock is of the sector that it was in when the last holding ended. */
export function attributionOf({ plan, market, book }: AttributionInputs, index: MarketIndex): Attribution {
  const sectors = sectorsOn(market, book.holdings.to.at(-1) ?? 0);
  const ofTicker = new Map(market.tickers.map((ticker, i) => [ticker, sectors[i] ?? null]));
  return {
    sectors: bySector(contributionsOf(plan, market, book), (ticker) => ofTicker.get(ticker) ?? null),
    market: marketExposure(book.holdings, index, plan.universe.sessionsPerYear),
  };
}

/** Ascending by name; stocks in no sector are one of their own, the last. Empty where no stock is in a sector. */
export function bySector(
  contributions: readonly Contribution[],
  sectorOf: (ticker: string) => string | null,
): Attribution['sectors'] {
  const sums = new Map<string, { long: number; short: number }>();
  for (const { ticker, long, short } of contributions) {
    const sector = sectorOf(ticker) ?? NONE;
    const sum = sums.get(sector) ?? { long: 0, short: 0 };
    sums.set(sector, { long: sum.long + long, short: sum.short + short });
  }
  if (sums.size === 1 && sums.has(NONE)) return [];
  const ordered = [...sums].sort(([a], [b]) => Number(a === NONE) - Number(b === NONE) || (a < b ? -1 : 1));
  return ordered.map(([sector, sum]) => ({ sector, ...sum }));
}

const NONE = 'in no sector';

/** Least squares of net returns on the market's over the same holdings; null with fewer than three, or a constant market. */
export function marketExposure(
  { from, to, net }: Pick<Holdings, 'from' | 'to' | 'net'>,
  { name, level }: MarketIndex,
  sessionsPerYear: number,
): Attribution['market'] {
  const own: number[] = [];
  const market: number[] = [];
  for (let h = 0; h < net.length; h++) {
    const change = level[to[h]!]! / level[from[h]!]! - 1;
    if (Number.isNaN(change)) continue;
    own.push(net[h]!);
    market.push(change);
  }
  const [x, y] = [Float64Array.from(market), Float64Array.from(own)];
  const { sxx, sxy, syy } = centredProducts(x, y);
  if (x.length < 3 || sxx === 0) return null;
  const beta = sxy / sxx;
  const unexplained = y.map((value, k) => value - beta * x[k]!);
  return {
    name,
    beta,
    alpha: mean(unexplained)! * sessionsPerYear,
    alphaT: null,
    rSquared: syy === 0 ? 0 : (sxy * sxy) / (sxx * syy),
  };
}

function centredProducts(x: Float64Array, y: Float64Array): { sxx: number; sxy: number; syy: number } {
  const [mx, my] = [mean(x) ?? 0, mean(y) ?? 0];
  let [sxx, sxy, syy] = [0, 0, 0];
  for (let k = 0; k < x.length; k++) {
    sxx += (x[k]! - mx) ** 2;
    sxy += (x[k]! - mx) * (y[k]! - my);
    syy += (y[k]! - my) ** 2;
  }
  return { sxx, sxy, syy };
}
