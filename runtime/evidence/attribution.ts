/** Where the return came from: which sectors, and how much of it the market explains. */

import type { Plan } from '../../compiler/plan.ts';
import { pearson } from '../figures/correlation.ts';
import { mean } from '../figures/moments.ts';
import { meanTest } from '../figures/neweyWest.ts';
import { relativeFigures } from '../figures/relative.ts';
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
  const known = [...net.keys()].filter((h) => !Number.isNaN(level[to[h]!]! / level[from[h]!]!));
  const own = Float64Array.from(known, (h) => net[h]!);
  const market = Float64Array.from(known, (h) => level[to[h]!]! / level[from[h]!]! - 1);
  const { beta } = relativeFigures(own, market, sessionsPerYear);
  if (own.length < 3 || beta === null) return null;
  const unexplained = own.map((value, k) => value - beta * market[k]!);
  const correlation = pearson(own, market);
  return {
    name,
    beta,
    alpha: mean(unexplained)! * sessionsPerYear,
    alphaT: meanTest(unexplained)?.t ?? null,
    rSquared: Number.isNaN(correlation) ? 0 : correlation ** 2,
  };
}
