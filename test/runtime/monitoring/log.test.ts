import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLog } from '../../../runtime/monitoring/log.ts';
import { monitoringPlaces } from '../../../runtime/monitoring/places.ts';
import { replacePrivateFile } from '../../../runtime/monitoring/privateFiles.ts';
import { redactor } from '../../../runtime/monitoring/secrets.ts';
import type { PaperOutcome } from '../../../runtime/paper/listener.ts';
import { UserError } from '../../../runtime/ports.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'strat-log-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const NOW = new Date('2026-03-02T21:20:00Z');

function open(changes: Partial<Parameters<typeof openLog>[0]> = {}) {
  return openLog({
    ...{ account: 'a', config: { level: 'info', keep_months: 2 }, places: monitoringPlaces(folder), now: NOW },
    ...{ redact: (text: string) => text, about: { plan: 'f00' }, ...changes },
  });
}

function lines(month = '2026-03'): Record<string, unknown>[] {
  const text = readFileSync(join(folder, 'logs', `a-${month}.log`), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

function outcome(error: unknown, code: string): PaperOutcome {
  return { account: 'a', code, error, startedAt: NOW, endedAt: new Date(NOW.getTime() + 2500) };
}

test('a line for each event, there the moment it is told, with account and plan', () => {
  const log = open();
  log.tell?.({ type: 'paper-due', due: 3, asked: 1, first: '2026-03-02' });
  log.emit?.({ type: 'stage-progress', stage: 'model', done: 1, total: 2, unit: 'epochs', note: null });
  log.emit?.({ type: 'notice', code: 'x', message: 'look' });
  expect(lines()).toMatchObject([
    { msg: 'invocation-started', account: 'a', plan: 'f00', pid: process.pid },
    { msg: 'paper-due', level: 'info', account: 'a', plan: 'f00', due: 3, asked: 1, first: '2026-03-02' },
    { msg: 'notice', level: 'warn', code: 'x', message: 'look' },
  ]);
});

test('a name stands once in a line', () => {
  const log = open({ about: { plan: 'f00', strategy: 's' } });
  const started = {
    type: 'paper-started',
    account: 'a',
    strategy: 's',
    planHash: 'f00',
    config: 'c',
    data: 'd',
  } as const;
  log.tell?.({ ...started, clock: 'live', predictions: 'model', opened: false, capital: 1 });
  const text = readFileSync(join(folder, 'logs', 'a-2026-03.log'), 'utf8').split('\n')[1]!;
  expect(text.match(/"account"/g)).toHaveLength(1);
  expect(text.match(/"strategy"/g)).toHaveLength(1);
});

test('what went wrong, with what to do; of a bug, where', async () => {
  await open().close?.(outcome(new UserError('disk-full', 'the disk is full', ['free some']), 'disk-full'));
  expect(lines().at(-1)).toMatchObject({
    ...{ msg: 'invocation-ended', level: 'error', code: 'disk-full', seconds: 2.5 },
    ...{ message: 'the disk is full', hints: ['free some'] },
  });
  await open().close?.(outcome(new TypeError('not a function'), 'bug'));
  expect(lines().at(-1)).toMatchObject({ code: 'bug', stack: expect.stringContaining('log.test.ts') });
  await open().close?.(outcome(null, 'finished'));
  expect(lines().at(-1)).toMatchObject({ code: 'finished', level: 'info' });
});

test('half a line that a killed process left spoils no other', () => {
  open();
  writeFileSync(join(folder, 'logs', 'a-2026-03.log'), '{"level":"info","ti', { flag: 'a' });
  open();
  const text = readFileSync(join(folder, 'logs', 'a-2026-03.log'), 'utf8')
    .trimEnd()
    .split('\n');
  expect(text).toHaveLength(3);
  expect(JSON.parse(text[2]!)).toMatchObject({ msg: 'invocation-started' });
});

test('months that are too old go, of this account only', () => {
  for (const name of ['a-2025-12', 'a-2026-01', 'ab-2025-01', 'a-b-2025-01']) {
    replacePrivateFile(join(folder, 'logs', `${name}.log`), '');
  }
  open();
  expect(readdirSync(join(folder, 'logs')).sort()).toEqual([
    ...['a-2026-01.log', 'a-2026-03.log', 'a-b-2025-01.log', 'ab-2025-01.log'],
  ]);
});

test('secrets are struck out, and only the owner reads, whatever the umask', () => {
  const before = process.umask(0);
  try {
    const log = open({ redact: redactor({ HOOK: '123456' }, ['HOOK']) });
    log.emit?.({ type: 'notice', code: 'x', message: 'with 123456' });
    log.tell?.({ type: 'paper-finished', booked: 1, left: 0, equity: 1_123_456.5 });
  } finally {
    process.umask(before);
  }
  expect(lines().slice(1)).toMatchObject([{ message: 'with [secret]' }, { equity: 1_123_456.5 }]);
  expect(statSync(join(folder, 'logs')).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, 'logs', 'a-2026-03.log')).mode & 0o777).toBe(0o600);
});
