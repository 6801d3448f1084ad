/** `strat publish`: delivers what waits for the vector store, without a session and with all the time it takes. */
import type { Ledger } from '../../paper/ledger/ledger.ts';
import { deliver } from '../../publish/deliver.ts';
import { QdrantDestination } from '../../publish/qdrant/destination.ts';
import { count } from '../../ui/format.ts';
import type { Invocation } from '../command.ts';
import { loadConfig } from '../config.ts';
import { configuredQdrant, qdrantServer } from '../documentStore.ts';
import { EXIT, type ExitCode } from '../exitCodes.ts';
import { withLedger } from '../paperLedger.ts';

export async function run(invocation: Invocation): Promise<ExitCode> {
  const { config } = await loadConfig(invocation.text('config'));
  const server = await qdrantServer(configuredQdrant(config));
  const line = await withLedger(invocation, 'write', async (ledger: Ledger) => {
    const delivered = await deliver(ledger, new QdrantDestination(server), { again: invocation.flag('again') });
    if (delivered === null) return `another process is delivering to ${server.name}`;
    return delivered === 0
      ? `nothing waits for ${server.name}`
      : `${count(delivered)} documents delivered to ${server.name}`;
  });
  process.stdout.write(`${line}\n`);
  return EXIT.ok;
}
