/** The store that a command asks or fills: the ledger, or the vector store that the config names. */
import { resolve } from 'node:path';
import { type QdrantConfig, qdrantIn } from '../../configs/documentStore.ts';
import type { Config } from '../../configs/schema.ts';
import { Ledger, ledgerFile } from '../paper/ledger/ledger.ts';
import { UserError } from '../ports.ts';
import { EmbeddedStore } from '../publish/embedded.ts';
import type { DocumentStore } from '../publish/store.ts';
import { storeKey } from '../publish/storeKey.ts';
import { type Invocation, UsageError } from './command.ts';
import { noLedger } from './paperLedger.ts';

/** So long one call may take when somebody waits for its answer. */
const PATIENCE_MS = 15_000;

/** @throws UserError `store-not-configured` */
export function configuredQdrant({ store }: Config): QdrantConfig {
  const qdrant = qdrantIn(store);
  if (qdrant !== null) return qdrant;
  throw new UserError('store-not-configured', 'the config names no vector store', [
    'write `store: qdrant` into it, and name it: --config FILE',
  ]);
}

export async function qdrantServer(config: QdrantConfig) {
  const { QdrantServer } = await import('../publish/qdrant/server.ts');
  return QdrantServer.connect(config, storeKey(process.env), () => AbortSignal.timeout(PATIENCE_MS));
}

/**
 * The store of `--store`, else that of the config; closed after the work.
 * @throws UserError `no-ledger`, `store-not-configured`, …
 */
export async function withDocuments<T>(
  invocation: Invocation,
  config: Config,
  work: (store: DocumentStore) => Promise<T>,
): Promise<T> {
  const kind = invocation.text('store') ?? (qdrantIn(config.store) === null ? 'embedded' : 'qdrant');
  if (kind === 'qdrant') {
    const { QdrantStore } = await import('../publish/qdrant/store.ts');
    return work(new QdrantStore(await qdrantServer(configuredQdrant(config))));
  }
  if (kind !== 'embedded') throw new UsageError(`--store is embedded or qdrant, not \`${kind}\``);
  const file = ledgerFile(resolve(config.storage.paper));
  const ledger = Ledger.read(file);
  if (ledger === null) throw noLedger(file);
  try {
    return await work(new EmbeddedStore(ledger));
  } finally {
    ledger.close();
  }
}
