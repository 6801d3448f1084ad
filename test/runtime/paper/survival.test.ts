/**
 * Killed anywhere, run by two schedulers at once: every session is booked exactly once, and the ledger is that of a run
 * that nobody disturbed. STRAT_KILLS and STRAT_RACES say how often; few by default, to be quick.
 */
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Ledger } from '../../../runtime/paper/ledger/ledger.ts';
import { random as randomOf } from '../../../runtime/random.ts';
import { PaperDesk } from '../../support/paper.ts';
import { contents } from '../../support/paperLedger.ts';
import { QUARTER, startInvocation } from '../../support/paperProcess.ts';

const KILLS = Number(process.env.STRAT_KILLS ?? 20);
const RACES = Number(process.env.STRAT_RACES ?? 3);

let desk: PaperDesk;
let undisturbed: ReturnType<typeof contents>;
/** Milliseconds that an invocation takes. */
let whole: number;

beforeAll(async () => {
  desk = await PaperDesk.open();
  await desk.invoke({ clock: QUARTER });
  undisturbed = desk.read(contents);
  forget();
  const from = performance.now();
  expect(await startInvocation(desk.folder)).toMatchObject({ code: 0, stderr: '' });
  whole = performance.now() - from;
  expect(desk.read(contents)).toEqual(undisturbed);
}, 300_000);
afterAll(() => desk.remove());

/** The ledger, and not the trained model. */
function forget(): void {
  rmSync(dirname(desk.file), { recursive: true, force: true });
}

test(`killed ${KILLS} times, it goes on to the same ledger`, { timeout: 60_000 + KILLS * 10_000 }, async () => {
  const random = randomOf(1);
  forget();
  let kills = 0;
  while (kills < KILLS) {
    // By turns from outside, at any instant, and from inside, between two statements of a transaction.
    const how =
      kills % 2 === 0 ? { killAfter: whole * random.uniform() } : { killAt: 1 + Math.floor(4000 * random.uniform()) };
    const { code, signal } = await startInvocation(desk.folder, how);
    if (signal === 'SIGKILL') {
      kills++;
      continue;
    }
    expect(code).toBe(0);
    expect(desk.read(contents)).toEqual(undisturbed);
    forget();
  }
  expect(await startInvocation(desk.folder)).toMatchObject({ code: 0 });
  expect(desk.read(contents)).toEqual(undisturbed);
});

test('who meets another one at a new ledger waits until it is made', async () => {
  const file = join(desk.folder, 'new.db');
  // Holds it as one does that turns the log on: SQLite answers that it is busy at once, whatever the time-out.
  const other = new Worker(
    `const { DatabaseSync } = require('node:sqlite');
     const database = new DatabaseSync(${JSON.stringify(file)});
     database.exec('BEGIN IMMEDIATE');
     require('node:worker_threads').parentPort.postMessage('held');
     setTimeout(() => database.close(), 300);`,
    { eval: true },
  );
  await once(other, 'message');
  Ledger.open(file).close();
  await other.terminate();
});

test(`two schedulers race ${RACES} times, from the opening of the account on`, {
  timeout: 60_000 + RACES * 30_000,
}, async () => {
  for (let race = 0; race < RACES; race++) {
    forget();
    const both = await Promise.all([startInvocation(desk.folder), startInvocation(desk.folder)]);
    for (const each of both) expect(each).toMatchObject({ code: 0, stderr: '' });
    expect(desk.read(contents)).toEqual(undisturbed);
  }
});
