/**
 * The collections as they have to be: made where they are missing, with indexes of all that is filtered by, and never
 * changed where somebody else has others of these names.
 *
 * Vectors are of length one and compared by their product (`Dot`), which is their cosine: with `Cosine` the server would
 * divide them by their length once more, and keep other bits than it was sent. Strategies have different numbers of
 * features, so there is one vector for each number, `features_14`; within it, `feature_set` says which features.
 */
import * as z from 'zod';
import type { VectorKind } from '../document.ts';
import type { Collection } from '../payloads.ts';
import { DECISION_SIZE } from '../vectors.ts';
import { notOurs } from './errors.ts';
import { type QdrantServer, updateResult } from './server.ts';

const DISTANCE = 'Dot';
type VectorSizes = Readonly<Record<string, { readonly size: number; readonly distance: string }>>;
const COMMON = { account: 'keyword', strategy: 'keyword', yyyymmdd: 'integer' } as const;
const INDEXES = {
  stock_recommendations: { ...COMMON, ticker: 'keyword', side: 'keyword', feature_set: 'keyword' },
  trading_results: COMMON,
  performance_metrics: COMMON,
} as const satisfies Record<Collection, Readonly<Record<string, 'keyword' | 'integer'>>>;

const VECTORS = {
  stock_recommendations: { decision: { size: DECISION_SIZE, distance: DISTANCE } },
  trading_results: {},
  performance_metrics: {},
} as const satisfies Record<Collection, VectorSizes>;

const vectorsThere = z.record(z.string(), z.looseObject({ size: z.int(), distance: z.string() }));
const collectionInfo = z.looseObject({
  config: z.looseObject({ params: z.looseObject({ vectors: z.unknown() }) }),
  payload_schema: z.record(z.string(), z.unknown()),
});

export function vectorName(kind: VectorKind, size: number): string {
  return kind === 'features' ? `features_${size}` : kind;
}

/** What the server has of that name; null: nothing. */
export function lookAt(server: QdrantServer, collection: Collection): Promise<z.infer<typeof collectionInfo> | null> {
  return server.askIfThere(collectionInfo, (api, limit) =>
    api.getCollection({ collection_name: server.collection(collection) }, limit),
  );
}

/** Which vectors a collection has, by name; grows with what is delivered. */
export class PreparedCollection {
  readonly #server: QdrantServer;
  readonly #name: string;
  readonly #vectors: Set<string>;

  private constructor(server: QdrantServer, name: string, vectors: Iterable<string>) {
    this.#server = server;
    this.#name = name;
    this.#vectors = new Set(vectors);
  }

  /**
   * Made where it is not there, and indexed where it is not yet.
   * @throws UserError `store-not-ours` when there is one of that name and other vectors
   */
  static async open(server: QdrantServer, collection: Collection): Promise<PreparedCollection> {
    const name = server.collection(collection);
    const wanted = VECTORS[collection];
    const there = await lookAt(server, collection);
    if (there === null) {
      await server.ask(z.literal(true), (api, limit) =>
        api.createCollection({ collection_name: name, vectors: { ...wanted } }, limit),
      );
    }
    const vectors = there === null ? wanted : verifyVectors(server, name, wanted, there.config.params.vectors);
    for (const [field, schema] of Object.entries(INDEXES[collection])) {
      // One may be missing where its making was cut off.
      if (there !== null && Object.hasOwn(there.payload_schema, field)) continue;
      await server.ask(updateResult, (api, limit) =>
        api.createFieldIndex({ collection_name: name, field_name: field, field_schema: schema, wait: true }, limit),
      );
    }
    return new PreparedCollection(server, name, Object.keys(vectors));
  }

  /** Makes room for vectors of features of that size. */
  async admitFeatures(size: number): Promise<void> {
    const vector_name = vectorName('features', size);
    if (this.#vectors.has(vector_name)) return;
    const dense = { size, distance: DISTANCE } as const;
    await this.#server.ask(updateResult, (api, limit) =>
      api.createVectorName({ collection_name: this.#name, vector_name, wait: true, dense }, limit),
    );
    this.#vectors.add(vector_name);
  }
}

function verifyVectors(server: QdrantServer, name: string, wanted: VectorSizes, there: unknown): VectorSizes {
  const found = vectorsThere.safeParse(there ?? {});
  const vectors = found.success ? found.data : {};
  const isOurs = ([vector, { size, distance }]: [string, { readonly size: number; readonly distance: string }]) =>
    vectors[vector]?.size === size && vectors[vector]?.distance === distance;
  const sizes = Object.entries(vectors).filter(([vector]) => vector.startsWith('features_'));
  const areSized = sizes.every(
    ([vector, { size, distance }]) => vector === `features_${size}` && distance === DISTANCE,
  );
  if (found.success && areSized && Object.entries(wanted).every(isOurs)) return vectors;
  throw notOurs(server.name, `its collection ${name} has other vectors than strat gives it`);
}
