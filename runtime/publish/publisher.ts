/** Delivers what an invocation of paper trading has put into the outbox, once everything is booked. */
import type { QdrantConfig } from '../../configs/documentStore.ts';
import { countWaiting } from '../paper/ledger/documents.ts';
import { Ledger } from '../paper/ledger/ledger.ts';
import type { PaperListener } from '../paper/listener.ts';
import { deliver } from './deliver.ts';
import { QdrantDestination } from './qdrant/destination.ts';
import { QdrantServer } from './qdrant/server.ts';

/** So long a session's end waits for a store at the most. What is not delivered then waits for the next invocation. */
const PATIENCE_MS = 1000;

/**
 * @param key null: the store asks for none
 * @param patience milliseconds, for all that is asked of it
 */
export function publisher(
  file: string,
  config: QdrantConfig,
  key: string | null,
  patience = PATIENCE_MS,
): PaperListener {
  return {
    name: 'store',
    async close({ code }) {
      // Nothing was booked, and whoever has the account or the ledger now will deliver.
      if (code === 'account-busy' || code.startsWith('ledger-')) return;
      const ledger = Ledger.open(file);
      try {
        await publish(ledger, config, key, patience);
      } finally {
        ledger.close();
      }
    },
  };
}

async function publish(ledger: Ledger, config: QdrantConfig, key: string | null, patience: number): Promise<void> {
  let over: AbortSignal | null = null;
  // From the first question on: what loading the client takes is not the store's.
  const server = await QdrantServer.connect(config, key, () => (over ??= AbortSignal.timeout(patience)));
  try {
    await deliver(ledger, new QdrantDestination(server));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const waiting = countWaiting(ledger, server.name);
    throw new Error(
      `${error.message}; ${waiting} documents wait in the ledger, for \`strat publish\` or the next session`,
    );
  }
}
