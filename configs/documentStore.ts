/** The `store` section of a config: where the documents of paper trading can be asked for, besides in its ledger. */
import * as z from 'zod';

const LOCAL = 'http://localhost:6333';

const qdrant = z.strictObject({
  url: z
    .url({ protocol: /^https?$/, error: 'an address such as http://localhost:6333' })
    .regex(
      /^[^@?#]*$/,
      'an address without a user, a password or a key: that comes from the environment, QDRANT_API_KEY',
    )
    .default(LOCAL)
    .describe('Of its REST interface. The key is taken from the environment: QDRANT_API_KEY.'),
  prefix: z
    .string()
    .regex(/^[\w-]*$/, 'letters, digits, dashes and underscores')
    .default('')
    .describe('Before the names of the collections, for several ledgers in one store.'),
});

export const documentStoreSchema = z
  .union([z.enum(['embedded', 'qdrant']), z.strictObject({ qdrant })])
  .describe('`embedded`: the ledger answers. `qdrant`: the one on this machine, or the group of that name says which.');

export type QdrantConfig = z.infer<typeof qdrant>;
export type DocumentStoreConfig = z.infer<typeof documentStoreSchema>;

/** Null: there is none besides the ledger. */
export function qdrantIn(store: DocumentStoreConfig): QdrantConfig | null {
  if (store === 'embedded') return null;
  return store === 'qdrant' ? qdrant.parse({}) : store.qdrant;
}

/** What Qdrant listens on where an address names no port. */
const PORT = 6333;

/** That of an address, as it is written: an URL forgets the port that its protocol has anyway. */
export function portIn(url: string): number {
  return Number(/^\w+:\/\/[^/]*:(\d+)(?:\/|$)/.exec(url)?.[1] ?? PORT);
}
