/** Where what is left for people and programs lies, below the folder of the ledger. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface MonitoringPlaces {
  readonly logs: string;
  /** @param month such as `2018-04` */
  log(account: string, month: string): string;
  readonly journals: string;
  journal(account: string, month: string): string;
  heartbeat(account: string): string;
  metrics(account: string): string;
  /** What was told, and what is still to be told. */
  told(account: string): string;
}

/** @param folder `storage.paper` of the config */
export function monitoringPlaces(folder: string): MonitoringPlaces {
  const logs = join(folder, 'logs');
  const journals = join(folder, 'journal');
  return {
    logs,
    log: (account, month) => join(logs, `${account}-${month}.log`),
    journals,
    journal: (account, month) => join(journals, `${account}-${month}.md`),
    heartbeat: (account) => join(folder, 'heartbeat', `${account}.json`),
    metrics: (account) => join(folder, 'metrics', `${account}.prom`),
    told: (account) => join(folder, 'told', `${account}.json`),
  };
}

/** Of which there are files of an account, ascending, such as `2018-04`; an account's name may be the beginning of another's. */
export function monthsOf(folder: string, account: string, extension: '.log' | '.md'): readonly string[] {
  if (statSync(folder, { throwIfNoEntry: false }) === undefined) return [];
  const months = readdirSync(folder)
    .filter((name) => name.startsWith(`${account}-`) && name.endsWith(extension))
    .map((name) => name.slice(account.length + 1, -extension.length));
  return months.filter((month) => /^\d{4}-\d{2}$/.test(month)).sort();
}
