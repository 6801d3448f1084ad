/** Questions to the documents that Qdrant keeps. */
import * as z from 'zod';
import { type DocumentOf, VECTOR_KINDS, type VectorKind } from '../document.ts';
import { type Collection, PAYLOADS, type PayloadOf, yyyymmdd } from '../payloads.ts';
import type { DocumentFilter, DocumentStore, NearestQuery } from '../store.ts';
import { vectorName } from './collections.ts';
import { notOurs } from './errors.ts';
import type { QdrantServer } from './server.ts';

/** Points of one answer. */
const PAGE = 1000;
/** Asked for beyond the limit: the server scores in single precision, and may order those that are nearly alike otherwise. */
const MARGIN = 32;
/** More than anybody has. */
const MOST_ACCOUNTS = 10_000;

const point = z.looseObject({
  id: z.string(),
  payload: z.unknown(),
  vector: z.record(z.string(), z.array(z.number())).nullish(),
});
type Point = z.infer<typeof point>;
const points = z.looseObject({ points: z.array(point) });
const page = z.looseObject({ points: z.array(point), next_page_offset: z.string().nullish() });
const facets = z.looseObject({ hits: z.array(z.looseObject({ value: z.string() })) });

export class QdrantStore implements DocumentStore {
  readonly #server: QdrantServer;

  constructor(server: QdrantServer) {
    this.#server = server;
  }

  async accounts(): Promise<readonly string[]> {
    const collection_name = this.#server.collection('trading_results');
    const found = await this.#server.askIfThere(facets, (api, limit) =>
      api.facet({ collection_name, key: 'account', limit: MOST_ACCOUNTS, exact: true }, limit),
    );
    return (found?.hits ?? []).map(({ value }) => value).sort();
  }

  async lastDay(filter: DocumentFilter): Promise<string | null> {
    const found = await this.#server.askIfThere(page, (api, limit) =>
      api.scrollPoints(
        {
          ...{ collection_name: this.#server.collection(filter.collection), filter: filterOf(filter), limit: 1 },
          ...{ order_by: { key: 'yyyymmdd', direction: 'desc' }, with_payload: true, with_vector: false },
        },
        limit,
      ),
    );
    const [last] = found?.points ?? [];
    return last === undefined ? null : this.#payload(filter.collection, last).day;
  }

  async find<C extends Collection>(filter: DocumentFilter<C>): Promise<readonly PayloadOf[C][]> {
    const payloads: PayloadOf[C][] = [];
    let offset: string | undefined;
    do {
      const found = await this.#server.askIfThere(page, (api, limit) =>
        api.scrollPoints(
          {
            ...{ collection_name: this.#server.collection(filter.collection), filter: filterOf(filter), limit: PAGE },
            ...{ with_payload: true, with_vector: false, ...(offset !== undefined && { offset }) },
          },
          limit,
        ),
      );
      for (const each of found?.points ?? []) payloads.push(this.#payload(filter.collection, each));
      offset = found?.next_page_offset ?? undefined;
    } while (offset !== undefined);
    return payloads;
  }

  async recommendation(id: string): Promise<DocumentOf<'stock_recommendations'> | null> {
    const collection_name = this.#server.collection('stock_recommendations');
    const found = await this.#server.askIfThere(z.array(point), (api, limit) =>
      api.getPoints({ collection_name, ids: [id], with_payload: true, with_vector: true }, limit),
    );
    const [only] = found ?? [];
    return only === undefined ? null : this.#recommendation(only);
  }

  async nearest({ filter, kind, to, limit }: NearestQuery): Promise<readonly DocumentOf<'stock_recommendations'>[]> {
    const using = vectorName(kind, to.length);
    const found = await this.#server.ask(points, (api, callLimit) =>
      api.queryPoints(
        {
          ...{ collection_name: this.#server.collection('stock_recommendations'), filter: filterOf(filter) },
          ...{ query: [...to], using, params: { exact: true }, limit: limit + MARGIN },
          ...{ with_payload: true, with_vector: [using] },
        },
        callLimit,
      ),
    );
    return found.points.map((each) => this.#recommendation(each));
  }

  #recommendation(found: Point): DocumentOf<'stock_recommendations'> {
    const payload = this.#payload('stock_recommendations', found);
    const vectors = VECTOR_KINDS.flatMap((kind): [VectorKind, Float32Array][] => {
      const [, values] =
        Object.entries(found.vector ?? {}).find(([name, { length }]) => name === vectorName(kind, length)) ?? [];
      return values === undefined ? [] : [[kind, Float32Array.from(values)]];
    });
    return { id: found.id, collection: 'stock_recommendations', payload, vectors: Object.fromEntries(vectors) };
  }

  #payload<C extends Collection>(collection: C, { payload }: Point): PayloadOf[C] {
    const read = PAYLOADS[collection].safeParse(payload);
    if (read.success) return read.data as PayloadOf[C];
    const name = this.#server.collection(collection);
    throw notOurs(this.#server.name, `its collection ${name} holds other documents than strat puts there`);
  }
}

function filterOf({ account, from, to, side, ticker, notTicker, featureSet }: DocumentFilter) {
  const is = (key: string, value: string | null) => (value === null ? [] : [{ key, match: { value } }]);
  const range = { ...(from && { gte: yyyymmdd(from) }), ...(to && { lte: yyyymmdd(to) }) };
  return {
    must: [
      ...is('account', account),
      ...(from || to ? [{ key: 'yyyymmdd', range }] : []),
      ...is('side', side),
      ...is('ticker', ticker),
      ...is('feature_set', featureSet),
    ],
    must_not: is('ticker', notTicker),
  };
}
