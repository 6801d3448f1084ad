/** What `strat query` answers. Stores find; what is in an answer, and in which order, is decided here and nowhere else. */
import { UserError } from '../ports.ts';
import { documentId, type VectorKind } from './document.ts';
import type { Collection, PayloadOf, Recommendation, Side } from './payloads.ts';
import type { DocumentFilter, DocumentStore } from './store.ts';
import { cosine } from './vectors.ts';

/** Days are ISO and inclusive; null: any. */
export interface Days {
  readonly from: string | null;
  readonly to: string | null;
}

export interface ListQuery {
  readonly account: string;
  readonly days: Days;
  readonly limit: number;
}

export interface SimilarQuery {
  readonly account: string;
  readonly ticker: string;
  /** Whose vector is compared; null: of the last day that has the ticker. */
  readonly on: string | null;
  /** Of those compared with it; both null: the same day. */
  readonly days: Days;
  readonly side: Side | null;
  readonly by: VectorKind;
  readonly limit: number;
}

export interface Similar extends Recommendation {
  /** Cosine of the angle between the two vectors. */
  readonly score: number;
}

/** Digits of a score that are the same whoever adds up its terms. */
const SCORE_DIGITS = 6;

/**
 * Of the last day, unless days are given: newest first, within a day the largest weight first.
 * @param side null: both
 */
export async function recommendations(
  store: DocumentStore,
  { account, days, limit }: ListQuery,
  side: Side | null,
): Promise<readonly Recommendation[]> {
  const filter = { ...anyOf('stock_recommendations', account), ...days, side };
  const last = isOpen(days) ? await store.lastDay(filter) : null;
  const found = await store.find(last === null ? filter : { ...filter, from: last, to: last });
  return [...found]
    .sort(
      (a, b) => b.yyyymmdd - a.yyyymmdd || Math.abs(b.weight) - Math.abs(a.weight) || (a.ticker < b.ticker ? -1 : 1),
    )
    .slice(0, limit);
}

/** The last ones of those asked for, oldest first. */
export async function sessions<C extends 'trading_results' | 'performance_metrics'>(
  store: DocumentStore,
  collection: C,
  { account, days, limit }: ListQuery,
): Promise<readonly PayloadOf[C][]> {
  const found = await store.find({ ...anyOf(collection, account), ...days });
  return [...found].sort((a, b) => a.yyyymmdd - b.yyyymmdd).slice(-limit);
}

/**
 * Other names, nearest first; equal scores by day, the newest first, then by ticker.
 * @throws UserError `no-such-recommendation`
 */
export async function similar(store: DocumentStore, query: SimilarQuery): Promise<readonly Similar[]> {
  const { account, ticker, side, by, limit } = query;
  const any = anyOf('stock_recommendations', account);
  const day = query.on ?? (await store.lastDay({ ...any, ticker }));
  const found = day && (await store.recommendation(documentId('stock_recommendations', account, day, ticker)));
  if (!found) throw unknownName(query, day);
  const to = found.vectors[by];
  if (to === undefined) throw withoutFeatures(query);
  const filter = {
    ...{ ...any, side, notTicker: ticker },
    ...(isOpen(query.days) ? { from: day, to: day } : query.days),
    featureSet: by === 'features' ? found.payload.feature_set : null,
  };
  const near = await store.nearest({ filter, kind: by, to, limit });
  return near
    .map(({ payload, vectors }) => ({ ...payload, score: Number(cosine(to, vectors[by]!).toFixed(SCORE_DIGITS)) }))
    .sort((a, b) => b.score - a.score || b.yyyymmdd - a.yyyymmdd || (a.ticker < b.ticker ? -1 : 1))
    .slice(0, limit);
}

function isOpen({ from, to }: Days): boolean {
  return from === null && to === null;
}

function anyOf<C extends Collection>(collection: C, account: string): DocumentFilter<C> {
  return {
    ...{ collection, account },
    ...{ from: null, to: null, side: null, ticker: null, notTicker: null, featureSet: null },
  };
}

function unknownName({ account, ticker, on }: SimilarQuery, day: string | null): UserError {
  const when = on === null ? '' : ` on ${day}`;
  return new UserError('no-such-recommendation', `the account ${account} neither held nor wanted ${ticker}${when}`, [
    '`strat query recommendations` lists those of the last session',
  ]);
}

function withoutFeatures({ ticker }: SimilarQuery): UserError {
  return new UserError(
    'no-such-recommendation',
    `${ticker} was not in the cross-section, so that its features are not known`,
    ['compare what was decided instead: `--by decision`'],
  );
}
