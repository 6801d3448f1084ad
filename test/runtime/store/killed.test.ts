/** kill -9 at every step of a pull: the last snapshot stays whole, and the next pull ends where one without a kill does. */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findSnapshot, headSnapshot } from '../../../runtime/store/manifest.ts';
import { faultOf } from '../../../runtime/store/objects.ts';
import { processStart } from '../../../runtime/store/processStart.ts';
import { newStore, type TestStore } from '../../support/store.ts';

const SCRIPT = fileURLToPath(new URL('../../support/killedPull.ts', import.meta.url));

let store: TestStore;
beforeEach(() => {
  store = newStore();
});
afterEach(() => store.remove());

function pullTo(to: string, step = -1): { steps: string[]; id: string | undefined; asked: string; killed: boolean } {
  const { stdout, signal, stderr } = spawnSync(process.execPath, [SCRIPT, store.places.root, to, `${step}`], {
    encoding: 'utf8',
  });
  if (signal === null && stderr !== '') throw new Error(stderr);
  const lines = (start: string) => stdout.split('\n').flatMap((line) => (line.startsWith(start) ? [line] : []));
  return {
    steps: lines('step '),
    id: lines('id ')[0]?.slice(3),
    asked: lines('asked ')[0]?.slice(6) ?? '',
    killed: signal === 'SIGKILL',
  };
}

async function headIsWhole(): Promise<string | null> {
  const head = await headSnapshot(store.places);
  for (const object of Object.values(head?.tables ?? {}).flat()) expect(await faultOf(store.places, object)).toBeNull();
  return head?.id ?? null;
}

test('at every step of the second pull', async () => {
  const first = pullTo('2024-01-05').id!;
  const start = `${store.places.root}.start`;
  cpSync(store.places.root, start, { recursive: true });
  const { steps, id: second } = pullTo('2024-01-08');
  expect(steps).toEqual([
    ...['step answer AAA', 'step answer BBB', 'step bars 2024', 'step actions 2024', 'step listing'],
    ...['step manifest', 'step head', 'step done'],
  ]);
  for (const [at, step] of steps.entries()) {
    rmSync(store.places.root, { recursive: true });
    cpSync(start, store.places.root, { recursive: true });
    const killed = pullTo('2024-01-08', at);
    expect(killed.killed, step).toBe(true);
    const head = at < steps.indexOf('step head') ? first : second;
    expect(await headIsWhole(), step).toBe(head);
    expect((await findSnapshot(store.places, first)).id).toBe(first);

    const next = pullTo('2024-01-08');
    expect(next.id, step).toBe(second);
    expect(await headIsWhole(), step).toBe(second);
    // What is in the journal is not asked for again; BBB's new split has it asked for whole.
    const expected = at === 0 ? 'BBB 2024-01-04, BBB 2023-12-01' : '';
    expect(next.asked, step).toBe(expected);
    expect(readdirSync(store.places.root).sort(), step).toEqual(['HEAD', 'objects', 'snapshots']);
    expect(readdirSync(store.places.objects).filter((name) => name.includes('partial'))).toEqual([]);
  }
}, 300_000);

test('during the first pull there is no snapshot, and then there is one', async () => {
  expect(pullTo('2024-01-05', 3).killed).toBe(true);
  expect(await headIsWhole()).toBeNull();
  const { id, asked } = pullTo('2024-01-05');
  expect(asked).toBe('');
  expect(await headIsWhole()).toBe(id);
});

test('at any moment: the snapshot before is whole, and the next pull ends as one that was let be', async () => {
  const first = pullTo('2024-01-05').id!;
  const start = `${store.places.root}.start`;
  cpSync(store.places.root, start, { recursive: true });
  const began = performance.now();
  const second = pullTo('2024-01-08').id!;
  const whole = performance.now() - began;
  for (const share of [0.5, 0.6, 0.7, 0.8, 0.9, 0.95]) {
    rmSync(store.places.root, { recursive: true });
    cpSync(start, store.places.root, { recursive: true });
    const child = spawn(process.execPath, [SCRIPT, store.places.root, '2024-01-08'], { stdio: 'ignore' });
    const gone = new Promise((resolve) => child.once('close', resolve));
    await setTimeout(share * whole);
    child.kill('SIGKILL');
    await gone;
    expect([first, second], `${share}`).toContain(await headIsWhole());
    expect(pullTo('2024-01-08').id, `${share}`).toBe(second);
  }
}, 300_000);

describe('two pulls at once', () => {
  test('the second says who holds the store, and can go on when that one is gone', async () => {
    const child = spawn(process.execPath, [SCRIPT, store.places.root, 'hold'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    const { pid } = child;
    expect(() => pullTo('2024-01-05')).toThrow(
      new RegExp(`is being written by process ${pid} on ${hostname()} since 2024-06-30T22:00:00.000Z`),
    );
    const gone = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGKILL');
    await gone;
    expect(JSON.parse(readFileSync(store.places.lock, 'utf8')).pid).toBe(pid);
    expect(pullTo('2024-01-05').id).toMatch(/^[0-9a-f]{64}$/);
  });

  test('a process that has the number of the holder, and began later, is not the holder', async () => {
    mkdirSync(store.places.root, { recursive: true });
    const holder = { pid: process.pid, started: await processStart(process.pid), host: hostname(), since: 'then' };
    writeFileSync(store.places.lock, JSON.stringify(holder));
    expect(() => pullTo('2024-01-05')).toThrow(/by process/);
    writeFileSync(store.places.lock, JSON.stringify({ ...holder, started: `${holder.started}0` }));
    expect(pullTo('2024-01-05').id).toMatch(/^[0-9a-f]{64}$/);
  });

  test("another host's lock is believed", () => {
    mkdirSync(store.places.root, { recursive: true });
    const lock = { pid: 1, host: 'elsewhere', since: '2024-01-01T00:00:00.000Z' };
    writeFileSync(store.places.lock, JSON.stringify(lock));
    expect(() => pullTo('2024-01-05')).toThrow(/by process 1 on elsewhere since 2024-01-01T00:00:00.000Z/);
    expect(() => pullTo('2024-01-05')).toThrow(new RegExp(`remove ${join(store.places.root, 'lock')}`));
  });

  test('many that find a lock of a process that is gone: one takes it', async () => {
    mkdirSync(store.places.root, { recursive: true });
    const gone = spawnSync(process.execPath, ['-e', '']).pid;
    writeFileSync(store.places.lock, JSON.stringify({ pid: gone, host: hostname(), since: 'then' }));
    const children = Array.from({ length: 4 }, () =>
      spawn(process.execPath, [SCRIPT, store.places.root, 'hold'], { stdio: ['ignore', 'pipe', 'ignore'] }),
    );
    const ends = children.map((child) => new Promise((resolve) => child.once('close', resolve)));
    const held = children.map(
      (child) => new Promise<string>((resolve) => child.stdout.once('data', () => resolve('held'))),
    );
    const first = children.map((_, k) => Promise.race([held[k]!, ends[k]!.then(() => 'refused')]));
    expect((await Promise.all(first)).sort()).toEqual(['held', 'refused', 'refused', 'refused']);
    for (const child of children) child.kill('SIGKILL');
    await Promise.all(ends);
  });
});
