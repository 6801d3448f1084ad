/** Writes the figures of an account where the textfile collector looks, or beside the ledger. */
import { chmodSync, existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ensureFolderSync } from '../artifacts/folders.ts';
import { invocationCounts } from '../paper/ledger/runs.ts';
import type { PaperListener, PaperOutcome } from '../paper/listener.ts';
import { type Facts, type Invoked, lookedUp } from './facts.ts';
import { metricsText } from './metrics.ts';
import type { MonitoringPlaces } from './places.ts';
import { replacePrivateFile } from './privateFiles.ts';

/** @param folder of the collector, which runs as another user: what lies there anybody may read; null: beside the ledger */
export function metricsListener(
  invoked: Invoked,
  folder: string | null,
  places: MonitoringPlaces,
  after: (outcome: PaperOutcome) => Facts,
): PaperListener {
  return {
    name: 'metrics',
    close(outcome) {
      const { account } = invoked;
      const counts = lookedUp(invoked, (ledger) => invocationCounts(ledger, account));
      const text = metricsText(account, after(outcome), counts ?? new Map());
      if (folder === null) replacePrivateFile(places.metrics(account), text);
      else replacePublicFile(resolve(folder), `strat_${account}.prom`, text);
    },
  };
}

/**
 * The collector reads what ends in `.prom`: the part that is being written does not. Anybody may read it whatever the umask
 * is, which is 077 under the services that `strat schedule` writes.
 */
function replacePublicFile(folder: string, name: string, text: string): void {
  if (!existsSync(folder)) {
    ensureFolderSync(folder, 0o755);
    chmodSync(folder, 0o755);
  }
  const partial = join(folder, `${name}.${process.pid}.partial`);
  try {
    writeFileSync(partial, text);
    chmodSync(partial, 0o644);
    renameSync(partial, join(folder, name));
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}
