/** The ledger that a config names, for the commands that look at paper trading or change its accounts. */
import { resolve } from 'node:path';
import { nearest } from '../../configs/nearest.ts';
import { type Account, accountNames, findAccount } from '../paper/ledger/accounts.ts';
import { Ledger, ledgerFile } from '../paper/ledger/ledger.ts';
import { UserError } from '../ports.ts';
import type { Invocation } from './command.ts';
import { loadConfig } from './config.ts';

/**
 * Opened for `work`, and closed after it.
 * @throws UserError `no-ledger`
 */
export async function withLedger<T>(
  invocation: Invocation,
  mode: 'read' | 'write',
  work: (ledger: Ledger) => Promise<T> | T,
): Promise<T> {
  const { config } = await loadConfig(invocation.text('config'));
  const file = ledgerFile(resolve(config.storage.paper));
  const found = Ledger.read(file);
  if (found === null) throw noLedger(file);
  if (mode === 'write') found.close();
  const ledger = mode === 'write' ? Ledger.open(file) : found;
  try {
    return await work(ledger);
  } finally {
    ledger.close();
  }
}

export function noLedger(file: string): UserError {
  return new UserError('no-ledger', `nothing has been traded on paper yet: there is no ledger at ${file}`, [
    '`strat run FILE --mode paper` opens an account',
    'name the config with which it was opened: --config FILE',
  ]);
}

/** @throws UserError `no-account` */
export function accountNamed(ledger: Ledger, name: string): Account {
  const found = findAccount(ledger, name);
  if (found !== null) return found;
  const names = accountNames(ledger);
  const meant = nearest(name, names);
  throw new UserError('no-account', `there is no account \`${name}\``, [
    meant === null ? `the accounts are ${names.join(', ') || 'none'}` : `did you mean \`${meant}\`?`,
  ]);
}
