/** A strategy with errors, told to whoever looks after the paper account that it is of. */
import { resolve } from 'node:path';
import type { Config } from '../../configs/schema.ts';
import { tellUncompiled } from '../monitoring/uncompiled.ts';
import { ledgerFile } from '../paper/ledger/ledger.ts';
import { packageVersion } from './files.ts';

export async function strategyErrorsOf(account: string, { storage, monitoring }: Config): Promise<void> {
  const folder = resolve(storage.paper);
  const asked = { account, config: monitoring, folder, file: ledgerFile(folder), version: packageVersion() };
  try {
    await tellUncompiled({ ...asked, startedAt: new Date() });
  } catch (error) {
    process.stderr.write(`warning: ${(error as Error).message}\n`);
  }
}
