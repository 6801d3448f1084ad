/**
 * The highest of a universe by a value: `members top 500 by mean(dollar_volume, 60d) of sp500`. A market is loaded with
 * all who belong; here those are left who stand high enough. The value is of the session before (the plan's expression is
 * lagged by it), so that who belongs is known before a session opens.
 */
import type { NodeId, Plan, TopOf } from '../compiler/plan.ts';
import { eachCrossSection } from '../stdlib/kernels/crossSection.ts';
import { evaluate } from './evaluate/evaluate.ts';
import type { Market } from './market.ts';

/** The same market; its members are those of the plan's universe. Whoever has no value yet is none of them. */
export function withTopMembers(
  { universe, expressions }: Pick<Plan, 'universe' | 'expressions'>,
  market: Market,
): Market {
  const { top } = universe;
  if (top === null) return market;
  const standing = evaluate(expressions, [top.by], market).panel(top.by);
  const [stocks, sessions] = [market.tickers.length, market.sessions.length];
  const members = new Uint8Array(stocks * sessions);
  const ranking = new Ranking(stocks);
  eachCrossSection(standing, { stocks, sessions, members: market.members }, (session, values, who, count) => {
    for (const place of ranking.next(values, who, count, top)) members[who[place]! * sessions + session] = 1;
  });
  return { ...market, members };
}

/** Session by session: who was among the top may stay. */
class Ranking {
  /** 1 for who was among the top of the session before. */
  readonly #was: Uint8Array;

  constructor(stocks: number) {
    this.#was = new Uint8Array(stocks);
  }

  /** Places among `who` of the top: those of before that still stand high enough, then the highest of the others. */
  next(values: Float64Array, who: Int32Array, count: number, top: TopOf<NodeId>): readonly number[] {
    const all = Array.from({ length: count }, (_, place) => place);
    const stay = highest(values, all, top.keep).filter((place) => this.#was[who[place]!] === 1);
    const others = all.filter((place) => this.#was[who[place]!] !== 1);
    const chosen = [...stay, ...highest(values, others, top.count - stay.length)];
    this.#was.fill(0);
    for (const place of chosen) this.#was[who[place]!] = 1;
    return chosen;
  }
}

/** So many of `places`, which are in ticker order: that decides among equals. */
function highest(values: Float64Array, places: readonly number[], limit: number): readonly number[] {
  if (places.length <= limit) return places;
  if (limit === 0) return [];
  const lowest = Float64Array.from(places, (place) => values[place]!).sort()[places.length - limit]!;
  let equals = limit - places.filter((place) => values[place]! > lowest).length;
  return places.filter((place) => values[place]! > lowest || (values[place] === lowest && equals-- > 0));
}
