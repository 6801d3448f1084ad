/** One invocation of an account at a time, across processes, and whatever becomes of the first. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Interrupted } from '../../../runtime/interrupted.ts';
import { withAccountLock } from '../../../runtime/paper/ledger/accountLock.ts';
import { FileLock } from '../../../runtime/paper/ledger/fileLock.ts';

const MODULE = new URL('../../../runtime/paper/ledger/accountLock.ts', import.meta.url).href;
const FILE_LOCK = new URL('../../../runtime/paper/ledger/fileLock.ts', import.meta.url).href;
const signal = new AbortController().signal;
let folder: string;
let ledger: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'strat-lock-'));
  ledger = join(folder, 'paper', 'ledger.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Another process that holds the lock for good. */
async function holder(account: string) {
  const script = `import { withAccountLock } from ${JSON.stringify(MODULE)};
    await withAccountLock(${JSON.stringify(ledger)}, ${JSON.stringify(account)}, { signal: new AbortController().signal },
      () => { process.stdout.write('held'); return new Promise(() => setInterval(() => {}, 1000)); });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout!, 'data');
  return child;
}

const attempt = (account: string, patience = 0) =>
  withAccountLock(ledger, account, { signal, patience }, async () => 'done');

test('a second one is refused while another process has it; that of another account is not', async () => {
  const child = await holder('mine');
  await expect(attempt('mine')).rejects.toMatchObject({ code: 'account-busy' });
  expect(await attempt('other')).toBe('done');
  child.kill('SIGKILL');
  await once(child, 'close');
});

test('interrupted while it waits, it says that nothing was booked', async () => {
  const child = await holder('mine');
  const interruption = new AbortController();
  const waiting = withAccountLock(ledger, 'mine', { signal: interruption.signal }, async () => 'done');
  interruption.abort();
  await expect(waiting).rejects.toThrow(Interrupted);
  child.kill('SIGKILL');
  await once(child, 'close');
});

test('a process that was killed holds nothing, and one that waits gets it at once', async () => {
  const child = await holder('mine');
  const waiting = attempt('mine', 20_000);
  child.kill('SIGKILL');
  expect(await waiting).toBe('done');
});

test('it is free again after the work, also after work that failed; nobody else may read its file', async () => {
  await expect(
    withAccountLock(ledger, 'mine', { signal }, () => Promise.reject(new Error('a failure'))),
  ).rejects.toThrow('a failure');
  expect(await attempt('mine')).toBe('done');
  if (process.platform !== 'win32') expect(statSync(join(folder, 'paper', 'mine.lock')).mode & 0o077).toBe(0);
});

test('a process that asks for its own lock once more keeps it', async () => {
  const file = join(folder, 'own.lock');
  const lock = FileLock.open(file);
  expect(lock.tryTake()).toBe(true);
  FileLock.open(file).close();
  const look = `import { FileLock } from ${JSON.stringify(FILE_LOCK)};
    process.stdout.write(String(FileLock.open(${JSON.stringify(file)}).tryTake()));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', look], { stdio: ['ignore', 'pipe', 'inherit'] });
  expect(String((await once(child.stdout!, 'data'))[0])).toBe('false');
  lock.close();
});
