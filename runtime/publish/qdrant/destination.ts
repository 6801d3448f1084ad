/** Documents as points of Qdrant. */
import * as z from 'zod';
import type { Destination } from '../deliver.ts';
import type { Document } from '../document.ts';
import { COLLECTIONS, type Collection } from '../payloads.ts';
import { PreparedCollection, vectorName } from './collections.ts';
import type { QdrantServer } from './server.ts';

/** Written, not only taken. */
const updated = z.looseObject({ status: z.literal('completed') });

export class QdrantDestination implements Destination {
  readonly name: string;
  readonly #server: QdrantServer;
  readonly #prepared = new Map<Collection, PreparedCollection>();

  constructor(server: QdrantServer) {
    this.name = server.name;
    this.#server = server;
  }

  async prepare(): Promise<boolean> {
    for (const collection of COLLECTIONS) {
      this.#prepared.set(collection, await PreparedCollection.open(this.#server, collection));
    }
    return [...this.#prepared.values()].some(({ isNew }) => isNew);
  }

  async put(collection: Collection, documents: readonly Document[]): Promise<void> {
    const sizes = new Set(documents.flatMap(({ vectors: { features } }) => (features ? [features.length] : [])));
    for (const size of sizes) await this.#prepared.get(collection)!.admitFeatures(size);
    const points = documents.map(({ id, payload, vectors }) => ({
      id,
      payload: { ...payload },
      vector: named(vectors),
    }));
    await this.#server.ask(updated, (api, limit) =>
      api.upsertPoints({ collection_name: this.#server.collection(collection), wait: true, points }, limit),
    );
  }
}

function named({ features, decision }: Document['vectors']): Record<string, number[]> {
  return {
    ...(features && { [vectorName('features', features.length)]: [...features] }),
    ...(decision && { [vectorName('decision', decision.length)]: [...decision] }),
  };
}
