/** The key of the vector store. From the environment only: a config is shown, kept and shared. */
import type { Environment } from '../monitoring/secrets.ts';

/** Null: the store asks for none, as one does whose variable is there and empty. */
export function storeKey({ QDRANT_API_KEY: key }: Environment): string | null {
  return key || null;
}
