/** Documents as points of Qdrant. */
import type { Destination } from '../deliver.ts';
import type { Document } from '../document.ts';
import { COLLECTIONS, type Collection } from '../payloads.ts';
import { lookAt, PreparedCollection, vectorName } from './collections.ts';
import { describeAnswer } from './errors.ts';
import { type QdrantServer, updateResult } from './server.ts';

/** Of HTTP: service unavailable. */
const BUSY = 503;

export class QdrantDestination implements Destination {
  readonly name: string;
  readonly #server: QdrantServer;
  readonly #prepared = new Map<Collection, PreparedCollection>();

  constructor(server: QdrantServer) {
    this.name = server.name;
    this.#server = server;
  }

  async isWhole(): Promise<boolean> {
    const found = await Promise.all(COLLECTIONS.map((collection) => lookAt(this.#server, collection)));
    return !found.includes(null);
  }

  async prepare(): Promise<void> {
    for (const collection of COLLECTIONS) {
      this.#prepared.set(collection, await PreparedCollection.open(this.#server, collection));
    }
  }

  async put(collection: Collection, documents: readonly Document[]): Promise<void> {
    const sizes = new Set(documents.flatMap(({ vectors: { features } }) => (features ? [features.length] : [])));
    for (const size of sizes) await this.#prepared.get(collection)!.admitFeatures(size);
    const points = documents.map(({ id, payload, vectors }) => ({
      id,
      payload: { ...payload },
      vector: named(vectors),
    }));
    const { status } = await this.#server.ask(updateResult, (api, limit) =>
      api.upsertPoints({ collection_name: this.#server.collection(collection), wait: true, points }, limit),
    );
    if (status !== 'completed') throw describeAnswer(this.name, 'it has not written them yet', BUSY);
  }
}

function named({ features, decision }: Document['vectors']): Record<string, number[]> {
  return {
    ...(features && { [vectorName('features', features.length)]: [...features] }),
    ...(decision && { [vectorName('decision', decision.length)]: [...decision] }),
  };
}
