/** Each check when all is well, and when it is not: what it finds, how bad that is, and that it says what to do. */
import {
  chmodSync,
  closeSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { HookConfig } from '../../../configs/monitoring.ts';
import { dataCheck, scheduleCheck, silenceCheck } from '../../../runtime/doctor/accounts.ts';
import { clockCheck, clockServiceCheck, zoneCheck } from '../../../runtime/doctor/clock.ts';
import { permissionsCheck, roomCheck } from '../../../runtime/doctor/disk.ts';
import { hookChecks } from '../../../runtime/doctor/keys.ts';
import { haltChecks, ledgerCheck } from '../../../runtime/doctor/ledger.ts';
import { vectorStoreCheck } from '../../../runtime/doctor/vectorStore.ts';
import { halt } from '../../../runtime/paper/ledger/accounts.ts';
import { Ledger } from '../../../runtime/paper/ledger/ledger.ts';
import type { Scheduler } from '../../../runtime/schedule/scheduler.ts';
import { PaperDesk, replay } from '../../support/paper.ts';

let desk: PaperDesk;
beforeAll(async () => {
  desk = await PaperDesk.open();
  await desk.invoke({ clock: replay('2022-01-01', '2022-01-05') });
});
afterAll(() => desk.remove());

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'strat-doctor-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('time zones: New York is where the almanac has it, or nothing is due when it should be', () => {
  expect(zoneCheck()).toMatchObject({ grade: 'ok', what: expect.stringContaining('time zone data') });
  const summerless = zoneCheck((_, { day, minutes }) => day * 86_400_000 + (minutes + 300) * 60_000);
  expect(summerless).toMatchObject({ grade: 'fail', what: expect.stringContaining('2026-07-15') });
});

test('a clock that is behind what is booked', () => {
  desk.read((ledger) => {
    expect(clockCheck(ledger, new Date()).grade).toBe('ok');
    const behind = clockCheck(ledger, new Date('2020-01-01'));
    expect(behind).toMatchObject({
      grade: 'fail',
      what: expect.stringContaining('2020-01-01'),
      advice: expect.stringContaining('set the clock'),
    });
  });
  expect(clockCheck(null, new Date()).grade).toBe('ok');
});

test.each([
  ['yes\n', 0, 'ok'],
  ['no\n', 0, 'warn'],
  ['', 1, 'ok'],
])('a time service that answers %j with code %d', async (stdout, code, grade) => {
  expect((await clockServiceCheck(async () => ({ code, stdout, stderr: '' }))).grade).toBe(grade);
});

test('a system without timedatectl is not known to be wrong', async () => {
  expect((await clockServiceCheck(async () => null)).what).toContain('not known');
});

test.each([
  [75e9, 'ok', '75.00 GB'],
  [1e9, 'warn', '1.00 GB'],
  [1e7, 'fail', '0.01 GB'],
])('a disk with %d bytes free', async (bytes, grade, what) => {
  expect(await roomCheck(folder, async () => bytes)).toMatchObject({ grade, what: expect.stringContaining(what) });
});

test('files that others may read', () => {
  mkdirSync(join(folder, 'logs'), { mode: 0o700 });
  writeFileSync(join(folder, 'logs', 'a.log'), '', { mode: 0o600 });
  expect(permissionsCheck(folder).grade).toBe('ok');
  chmodSync(join(folder, 'logs', 'a.log'), 0o640);
  const open = permissionsCheck(folder);
  expect(open).toMatchObject({
    grade: 'warn',
    what: expect.stringContaining('a.log'),
    advice: expect.stringContaining('chmod'),
  });
});

const hook = (changes: Partial<HookConfig>): HookConfig => ({
  ...{ on: ['failure'], webhook: null, command: null, timeout_seconds: 1 },
  ...changes,
});

test('hooks: variables that are set and not, programs that are there and not; no value is shown', () => {
  const tell = [
    hook({ webhook: `\${THERE}/x` }),
    hook({ webhook: `\${GONE}` }),
    hook({ command: ['sh', '-c'] }),
    hook({ command: ['no-such-program'] }),
    hook({ webhook: 'https://example.org/secret-path' }),
  ];
  const checks = hookChecks({ tell }, { THERE: 'https://s3cret.example', PATH: process.env.PATH });
  expect(checks.map(({ grade }) => grade)).toEqual(['ok', 'fail', 'ok', 'fail', 'ok']);
  expect(checks[1]!.what).toContain('GONE');
  expect(JSON.stringify(checks)).not.toMatch(/s3cret|secret-path/);
});

test('a ledger that is whole, and one of which a page was overwritten', () => {
  desk.read((ledger) => {
    expect(ledgerCheck(ledger)).toMatchObject({ grade: 'ok', what: expect.stringContaining('sessions 3, accounts 1') });
  });
  const copy = join(folder, 'ledger.db');
  copyFileSync(desk.file, copy);
  const file = openSync(copy, 'r+');
  writeSync(file, Buffer.alloc(8 * 4096, 0xff), 0, 8 * 4096, 10 * 4096);
  closeSync(file);
  const damaged = Ledger.read(copy)!;
  expect(ledgerCheck(damaged)).toMatchObject({ grade: 'fail', what: expect.stringMatching(/^damaged: /) });
  damaged.close();
});

test('a halt is told with its reason', () => {
  const file = join(folder, 'ledger.db');
  const ledger = Ledger.open(file);
  expect(haltChecks(ledger)).toEqual([]);
  ledger.close();
  const own = Ledger.open(desk.file);
  halt(own, { scope: 'desk', reason: 'a test', since: 'then' });
  expect(haltChecks(own)).toMatchObject([{ grade: 'warn', what: 'desk is halted since then: a test' }]);
  own.close();
});

test('a vector store that is ready, that is not, and that is not there', async () => {
  let status = 200;
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url!);
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  expect(await vectorStoreCheck({ url, prefix: '' }, 0)).toMatchObject({ grade: 'ok' });
  expect(asked).toEqual(['/readyz']);
  status = 503;
  expect(await vectorStoreCheck({ url, prefix: '' }, 0)).toMatchObject({ grade: 'warn' });
  await new Promise((resolve) => server.close(resolve));
  const gone = await vectorStoreCheck({ url, prefix: '' }, 12);
  expect(gone).toMatchObject({ grade: 'warn', what: expect.stringContaining('12 documents wait') });
});

test('silence', () => {
  const heard = { account: 'a', strategy: 's', heardAt: 'then', silentFor: null, session: null };
  expect(silenceCheck(heard).grade).toBe('ok');
  expect(silenceCheck({ ...heard, silentFor: '2026-01-09' })).toMatchObject({
    grade: 'fail',
    what: expect.stringContaining('2026-01-09'),
  });
});

function scheduler(resting: string | null, at: string): Scheduler {
  const stamp = { account: 'a', ledger: 'l', strategy: 'f', at };
  return {
    kind: 'cron',
    resting: async () => resting,
    installed: async () => [{ name: 'x', text: `# strat-schedule: ${JSON.stringify(stamp)}\n` }],
    written: async () => [],
    install: async () => [],
    remove: async () => true,
  };
}

test('a schedule: none, one that rests, one of another hour, the right one', async () => {
  const plan = { ...desk.plan, paper: { capital: 1, at: { hour: 16, minute: 15, zone: 'America/New_York' } } };
  const check = (found: readonly Scheduler[]) => scheduleCheck('a', plan, async () => found);
  expect(await check([])).toMatchObject({ grade: 'warn', advice: '`strat schedule install FILE`' });
  expect(await check([scheduler('the timer is off', '16:15 America/New_York')])).toMatchObject({
    grade: 'fail',
    what: 'cron: the timer is off',
  });
  expect(await check([scheduler(null, '15:00 America/New_York')])).toMatchObject({
    grade: 'warn',
    what: expect.stringContaining('its strategy says 16:15'),
  });
  expect(await check([scheduler(null, '16:15 America/New_York')])).toMatchObject({ grade: 'ok' });
});

test('data: those of the last session that has closed, by the rules that a session is held to', async () => {
  const asked = {
    plan: desk.plan,
    limits: { leastBars: 0.9, mostFindings: 0.1 },
    arrival: 0,
    now: Date.parse('2022-03-02T22:00Z'),
  };
  expect(await dataCheck({ ...asked, data: desk.data })).toMatchObject({
    grade: 'ok',
    what: 'bars of 2022-03-02 are there',
  });
  const load: typeof desk.data.load = async (request, events) => {
    const market = await desk.data.load(request, events);
    const [count, last] = [market.sessions.length, market.sessions.length - 1];
    const close = market.bars.close.map((value, i) => (i % count === last ? Number.NaN : value));
    return { ...market, bars: { ...market.bars, close } };
  };
  const late = await dataCheck({ ...asked, data: { ...desk.data, load } });
  expect(late).toMatchObject({ grade: 'warn', what: expect.stringMatching(/^0 of the \d+ stocks .* on 2022-03-02/) });
  expect(late.what).not.toContain('nothing was booked');
});

test('data that end a day early are late, and no failure of the doctor', async () => {
  const load: typeof desk.data.load = async (request, events) => {
    const period = { from: request.period.from, to: '2022-03-01' };
    return desk.data.load({ ...request, period }, events);
  };
  const [plan, limits] = [desk.plan, { leastBars: 0.9, mostFindings: 0.1 }];
  const asked = { plan, limits, arrival: 0, now: Date.parse('2022-03-02T22:00Z') };
  expect(await dataCheck({ ...asked, data: { ...desk.data, load } })).toEqual({
    ...{ grade: 'warn', name: 'data', what: 'the data end on 2022-03-01, without a bar of 2022-03-02' },
    advice: 'pull the data, or wait until they are there: the session stays due',
  });
});
