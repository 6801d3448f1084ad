/** What disks and files do to a ledger: a clear error, nothing booked by halves, and nothing lost. */
import { appendFileSync, existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { replacePrivateFile } from '../../../runtime/monitoring/privateFiles.ts';
import { FileLock } from '../../../runtime/paper/ledger/fileLock.ts';
import { Ledger } from '../../../runtime/paper/ledger/ledger.ts';
import { UserError } from '../../../runtime/ports.ts';
import { PaperDesk, replay } from '../../support/paper.ts';
import { contents } from '../../support/paperLedger.ts';
import { QUARTER, startInvocation } from '../../support/paperProcess.ts';

const JANUARY = replay('2022-01-01', '2022-01-31');

let desk: PaperDesk;
beforeEach(async () => {
  desk = await PaperDesk.open();
  await desk.invoke({ clock: JANUARY });
});
afterEach(() => desk.remove());

test('a full disk stops it before the session at hand; with space again it goes on', async () => {
  const pages = (ledger: Ledger) => ledger.get<{ page_count: number }>('PRAGMA page_count')!.page_count;
  const full = desk.invoke({ clock: QUARTER }, (ledger) => {
    ledger.get(`PRAGMA max_page_count = ${pages(ledger) + 8}`);
  });
  await expect(full).rejects.toMatchObject({
    code: 'disk-full',
    hints: [expect.stringMatching(/this session was not booked$/)],
  });
  await expectSoundAndEqual();
});

test.runIf(process.platform === 'linux')('a place where no folder can be made is a clear error, at once', () => {
  const nowhere = expect.objectContaining({ code: 'not-writable' });
  expect(() => Ledger.open('/proc/nowhere/paper/ledger.db')).toThrow(nowhere);
  expect(() => FileLock.open('/proc/nowhere/paper/desk.lock')).toThrow(nowhere);
  expect(() => replacePrivateFile('/proc/nowhere/paper/desk.json', '')).toThrow(nowhere);
});

test('a ledger that may only be read says so, and keeps what it has', async () => {
  const before = desk.read(contents);
  const refused = desk.invoke({ clock: QUARTER }, (ledger) => {
    ledger.get('PRAGMA query_only = ON');
  });
  await expect(refused).rejects.toMatchObject({ code: 'not-writable' });
  expect(desk.read(contents)).toEqual(before);
});

test.each([
  ['overwritten', (wal: string, size: number) => writeFileSync(wal, flipped(readFileSync(wal), size - 5000))],
  ['cut off', (wal: string, size: number) => truncateSync(wal, size - 5000)],
  ['followed by rubbish', (wal: string) => appendFileSync(wal, Buffer.alloc(9000, 'rubbish'))],
])('a log whose tail was %s is read as far as it is whole; what it lacks is booked again', async (_, damage) => {
  expect(await startInvocation(desk.folder, { killAt: 2500 })).toMatchObject({ signal: 'SIGKILL' });
  const wal = `${desk.file}-wal`;
  expect(existsSync(wal)).toBe(true);
  damage(wal, statSync(wal).size);
  await expectSoundAndEqual();
});

test('a file that is no ledger is refused and left as it is', async () => {
  writeFileSync(desk.file, 'not a ledger at all, and longer than the head of one: '.repeat(100));
  await expect(desk.invoke({ clock: QUARTER })).rejects.toMatchObject({ code: 'ledger-damaged' });
  expect(readFileSync(desk.file, 'utf8')).toContain('not a ledger');
});

test('a ledger of a later version is refused', async () => {
  const later = Ledger.open(desk.file);
  later.get('PRAGMA user_version = 99');
  later.close();
  await expect(desk.invoke({ clock: QUARTER })).rejects.toMatchObject({ code: 'ledger-version' });
});

test('a file that cannot be looked at is let go of: a screen asks again every second', () => {
  const closed = vi.spyOn(DatabaseSync.prototype, 'close');
  try {
    const later = Ledger.open(desk.file);
    later.get('PRAGMA user_version = 99');
    later.close();
    expect(() => Ledger.read(desk.file)).toThrow(/is of version 99/);
    expect(closed).toHaveBeenCalledTimes(2);
    writeFileSync(desk.file, 'no ledger'.repeat(1000));
    expect(() => Ledger.read(desk.file)).toThrow(UserError);
    expect(closed).toHaveBeenCalledTimes(3);
  } finally {
    closed.mockRestore();
  }
});

test('nobody but its owner may read it, while it is written too', async () => {
  const modes: number[] = [];
  await desk.invoke({ clock: QUARTER }, (ledger) => {
    ledger.run("INSERT INTO halts VALUES ('another', '', '')");
    for (const file of [desk.file, `${desk.file}-wal`, `${desk.file}-shm`]) modes.push(statSync(file).mode & 0o777);
  });
  expect(modes).toEqual([0o600, 0o600, 0o600]);
  expect(statSync(dirname(desk.file)).mode & 0o777).toBe(0o700);
});

/** Goes on to the end of the quarter, to what a desk has that nothing happened to. */
async function expectSoundAndEqual(): Promise<void> {
  await desk.invoke({ clock: QUARTER });
  const other = await PaperDesk.open();
  try {
    await other.invoke({ clock: QUARTER });
    expect(desk.read(contents)).toEqual(other.read(contents));
    expect(desk.read((ledger) => ledger.get('PRAGMA integrity_check'))).toEqual({ integrity_check: 'ok' });
  } finally {
    other.remove();
  }
}

function flipped(bytes: Buffer, from: number): Buffer {
  return Buffer.from(bytes.map((byte, at) => (at >= from ? byte ^ 0xff : byte)));
}
