/** What an invocation leaves behind: all of it, in whatever way it ends, and never at the cost of a session. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { monitoringSchema } from '../../../configs/monitoring.ts';
import type { RunEvent } from '../../../runtime/events.ts';
import { factsAfter } from '../../../runtime/monitoring/facts.ts';
import { readHeartbeat } from '../../../runtime/monitoring/heartbeat.ts';
import { monitoringListeners } from '../../../runtime/monitoring/listeners.ts';
import { monitoringPlaces } from '../../../runtime/monitoring/places.ts';
import { Audience, type PaperListener, type PaperOutcome } from '../../../runtime/paper/listener.ts';
import { UserError } from '../../../runtime/ports.ts';
import { PaperDesk, replay } from '../../support/paper.ts';
import { readPrometheus } from '../../support/prometheus.ts';

const JANUARY = replay('2022-01-01', '2022-01-31');

let desk: PaperDesk;
let folder: string;
beforeAll(async () => {
  desk = await PaperDesk.open();
  folder = dirname(desk.file);
  await desk.invoke({ clock: replay('2022-01-01', '2022-01-10') });
});
afterAll(() => desk.remove());
afterEach(() => {
  for (const name of ['logs', 'journal', 'heartbeat', 'metrics', 'told'])
    rmSync(join(folder, name), { recursive: true, force: true });
});

const STARTED = new Date('2026-03-06T21:20:00Z');
const ENDED = new Date('2026-03-06T21:20:02Z');

function outcome(code: string, error: unknown = null): PaperOutcome {
  return { account: 'desk', code, error, startedAt: STARTED, endedAt: ENDED };
}

function listeners(changes: Partial<Parameters<typeof monitoringListeners>[0]> = {}) {
  return monitoringListeners({
    ...{ account: 'desk', plan: desk.plan, clock: JANUARY, arrival: 15, file: desk.file, version: '1', folder },
    ...{ config: monitoringSchema.parse({}), dryRun: false, startedAt: STARTED, ...changes },
  });
}

async function closed(code: string, error: unknown = null, changes = {}): Promise<readonly string[]> {
  const notices: string[] = [];
  const { listeners: all, problems } = listeners(changes);
  const output: PaperListener = {
    name: 'output',
    emit: (event) => (event.type === 'notice' ? notices.push(event.message) : undefined),
  };
  await new Audience([...all, output]).close(outcome(code, error));
  return [...problems, ...notices];
}

const heartbeat = () => readHeartbeat(monitoringPlaces(folder).heartbeat('desk'))!;

test('an invocation that was killed at once leaves where the account stood when it began', () => {
  listeners();
  expect(heartbeat()).toMatchObject({
    ...{ invocation: { endedAt: null, outcome: null }, lastEndedAt: null },
    ...{ session: { day: '2022-01-10', sessions: 6 }, due: 14 },
  });
});

test('an invocation that has finished', async () => {
  expect(await closed('finished')).toEqual([]);
  expect(heartbeat()).toMatchObject({
    ...{ version: 1, account: 'desk', strategy: 'small', program: '1', due: 14, halted: false, stopped: false },
    invocation: {
      startedAt: STARTED.toISOString(),
      endedAt: ENDED.toISOString(),
      outcome: 'finished',
      clock: 'replay',
    },
    ...{ lastEndedAt: ENDED.toISOString(), lastFinishedAt: ENDED.toISOString() },
    session: { day: '2022-01-10', sessions: 6 },
  });
  const samples = readPrometheus(readFileSync(join(folder, 'metrics', 'desk.prom'), 'utf8'));
  expect(samples.find(({ name }) => name === 'strat_equity_usd')!.value).toBe(heartbeat().session!.equity);
  expect(readdirSync(join(folder, 'journal'))).toEqual(['desk-2022-01.md']);
  expect(existsSync(join(folder, 'told'))).toBe(false);
});

test('one that has begun, and was killed', async () => {
  await closed('finished');
  listeners({ startedAt: new Date('2026-03-09T20:20:00Z') });
  expect(heartbeat()).toMatchObject({
    invocation: { startedAt: '2026-03-09T20:20:00.000Z', endedAt: null, outcome: null },
    ...{ lastEndedAt: ENDED.toISOString(), session: { day: '2022-01-10' } },
  });
});

test('one that has failed', async () => {
  await closed('finished');
  await closed('paper-quality', new UserError('paper-quality', 'the bars look wrong'));
  expect(heartbeat()).toMatchObject({
    invocation: { outcome: 'paper-quality', message: 'the bars look wrong' },
    ...{ lastEndedAt: ENDED.toISOString(), lastFinishedAt: ENDED.toISOString() },
  });
});

test('one that finds another at work tells nothing of the account', async () => {
  await closed('account-busy', new UserError('account-busy', 'another one'));
  expect(heartbeat().invocation.outcome).toBeNull();
  expect(existsSync(join(folder, 'metrics'))).toBe(false);
  expect(readFileSync(join(folder, 'logs', 'desk-2026-03.log'), 'utf8')).toContain('account-busy');
});

test('who collects the figures may read them under the umask of a service; what could not be put there is not left', async () => {
  const collector = join(folder, 'metrics');
  const config = monitoringSchema.parse({ metrics_folder: collector });
  const before = process.umask(0o077);
  try {
    expect(await closed('finished', null, { config })).toEqual([]);
  } finally {
    process.umask(before);
  }
  expect(statSync(collector).mode & 0o777).toBe(0o755);
  expect(statSync(join(collector, 'strat_desk.prom')).mode & 0o777).toBe(0o644);
  rmSync(join(collector, 'strat_desk.prom'));
  mkdirSync(join(collector, 'strat_desk.prom'));
  expect(await closed('finished', null, { config })).toEqual([
    expect.stringMatching(/^the metrics of the account failed/),
  ]);
  expect(readdirSync(collector)).toEqual(['strat_desk.prom']);
});

test('a dry run leaves a log, and nothing else', async () => {
  await closed('finished', null, { dryRun: true });
  expect(readdirSync(folder).filter((name) => !/^ledger|lock$/.test(name))).toEqual(['logs']);
  expect(readFileSync(join(folder, 'logs', 'desk-2026-03.log'), 'utf8')).toContain('"dryRun":true');
});

test('what cannot be written is told, once, and keeps nothing else from being written', async () => {
  for (const name of ['journal', 'heartbeat']) writeFileSync(join(folder, name), 'in the way');
  const told = await closed('finished');
  expect(told).toEqual([
    expect.stringMatching(/^the heartbeat of the account failed: EEXIST/),
    expect.stringMatching(/^the journal of the account failed: EEXIST/),
  ]);
  expect(existsSync(join(folder, 'metrics', 'desk.prom'))).toBe(true);
  expect(readFileSync(join(folder, 'logs', 'desk-2026-03.log'), 'utf8')).toContain('the journal of the account failed');
});

test('a ledger that is none: the heartbeat and the figures say that it failed', async () => {
  const file = join(folder, 'heartbeat.db');
  writeFileSync(file, 'no ledger'.repeat(1000));
  const told = await closed('ledger-damaged', new UserError('ledger-damaged', 'no ledger'), { file });
  rmSync(file);
  expect(told).toEqual([expect.stringContaining('the journal of the account failed')]);
  expect(heartbeat()).toMatchObject({ invocation: { outcome: 'ledger-damaged' }, session: null });
  const samples = readPrometheus(readFileSync(join(folder, 'metrics', 'desk.prom'), 'utf8'));
  expect(samples.find(({ name }) => name === 'strat_last_invocation_success')!.value).toBe(0);
});

test('of the clock on the wall, what is due and what comes next, summer time included', () => {
  const live = { kind: 'live', now: ENDED.getTime(), arrival: 15 } as const;
  const invoked = { account: 'desk', plan: desk.plan, clock: live, arrival: 15, file: desk.file, version: '1' };
  const { due, next } = factsAfter({ ...invoked, account: 'nobody' }, outcome('finished'));
  expect(due).toBe(1);
  // Friday's session is due, and on the Sunday before Monday's clocks are put forward: 16:15 is 20:15 UTC.
  expect(next).toEqual({ day: '2026-03-09', at: new Date('2026-03-09T20:15:00Z') });
});

test('an audience hears on, whoever fails, and is told of that once', async () => {
  const heard: string[] = [];
  const bad: PaperListener = {
    name: 'bad',
    tell: () => {
      throw new Error('full');
    },
    close: () => Promise.reject(new Error('still full')),
  };
  const good: PaperListener = {
    name: 'good',
    tell: ({ type }) => heard.push(type),
    emit: (event: RunEvent) => heard.push(event.type === 'notice' ? event.message : event.type),
    close: ({ code }) => void heard.push(code),
  };
  const audience = new Audience([bad, good]);
  audience.tell({ type: 'paper-due', due: 0, asked: 0, first: null });
  audience.tell({ type: 'paper-finished', booked: 0, left: 0, equity: null });
  await audience.close(outcome('finished'));
  expect(heard).toEqual(['the bad of the account failed: full', 'paper-due', 'paper-finished', 'finished']);
});

test('who stays hears on after those that write were closed, which hear nothing more', async () => {
  const heard: string[] = [];
  const listener = (name: string): PaperListener => ({
    name,
    tell: ({ type }) => void heard.push(`${name} ${type}`),
    close: ({ code }) => void heard.push(`${name} ${code}`),
  });
  const audience = new Audience([{ ...listener('screen'), stays: true }, listener('log')]);
  await audience.closeWriters(outcome('finished'));
  audience.tell({ type: 'paper-due', due: 0, asked: 0, first: null });
  await audience.close(outcome('finished'));
  expect(heard).toEqual(['log finished', 'screen paper-due', 'screen finished']);
});
