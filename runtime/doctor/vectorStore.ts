/** Whether the vector store answers. A session never waits for it: what it was not told waits in the ledger. */
import { portIn, type QdrantConfig } from '../../configs/documentStore.ts';
import { type Check, ok, warn } from './check.ts';

const PATIENCE_MS = 3000;

/** @param waiting changes that it was not told as yet */
export async function vectorStoreCheck({ url }: QdrantConfig, waiting: number): Promise<Check> {
  const name = 'qdrant';
  const queue = waiting === 0 ? 'nothing waits for it' : `${waiting} documents wait for it in the ledger`;
  try {
    const address = new URL('readyz', url.endsWith('/') ? url : `${url}/`);
    address.port = String(portIn(url));
    const { status, body } = await fetch(address, { signal: AbortSignal.timeout(PATIENCE_MS) });
    await body?.cancel();
    if (status < 400) return ok(name, `ready; ${queue}`);
    return warn(
      name,
      `it answers ${status}; ${queue}`,
      'look at its log; what waits is delivered by a later invocation',
    );
  } catch {
    return warn(name, `it does not answer; ${queue}`, 'start it, or correct `store` in the config');
  }
}
