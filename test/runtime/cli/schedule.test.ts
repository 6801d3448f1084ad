/** `strat schedule` as a user does it, with programs of the system that write down what they are told. */
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SMALL_CONFIG, smallStrategy, Workplace } from '../../support/command.ts';

const ON_POSIX = process.platform !== 'win32';
const PAPER = 'paper { at 16:15 America/New_York }\n\n  risk {';

let place: Workplace;
beforeEach(() => {
  place = new Workplace();
  place.write('small.yaml', SMALL_CONFIG);
  place.write('small.strat', smallStrategy({ 'risk {': PAPER }));
  mkdirSync(place.path('bin'));
  // Told what to do, they write it down; `crontab` keeps what it is given, `schtasks` knows what it created.
  program('systemctl', 'echo "systemctl $*" >> told');
  program('loginctl', 'echo no');
  program(
    'crontab',
    'if [ "$1" = -l ]; then cat table 2>/dev/null || { echo "no crontab for me" >&2; exit 1; }; else cat > table; echo written >> told; fi',
  );
  program(
    'schtasks',
    'echo "schtasks $*" >> told; [ "$1" != /query ] || [ -e task ] || exit 1; [ "$1" != /create ] || touch task; [ "$1" != /delete ] || rm task',
  );
  Object.assign(place.environment, {
    PATH: `${place.path('bin')}${delimiter}${process.env.PATH}`,
    XDG_CONFIG_HOME: place.path('home config'),
    LOCALAPPDATA: place.path('local'),
    TZ: 'Europe/Berlin',
  });
  place.setClock('2026-11-24T12:00:00Z');
});
afterEach(() => place.remove());

function program(name: string, script: string): void {
  place.write(`bin/${name}`, `#!/bin/sh\ncd '${place.folder}'\n${script}\n`);
  chmodSync(place.path(`bin/${name}`), 0o755);
}

const told = () => (existsSync(place.path('told')) ? readFileSync(place.path('told'), 'utf8') : '');
const schedule = (verb: string, ...words: string[]) =>
  place.strat('schedule', verb, 'small.strat', '--config', 'small.yaml', ...words);

describe.runIf(ON_POSIX)('systemd', () => {
  const units = () => place.path('home config/systemd/user');

  test('installed, shown, and gone without a trace', async () => {
    const installed = await schedule('install');
    expect(installed).toMatchObject({ code: 0, stderr: '' });
    expect(installed.stdout).toContain('strat-paper-small is installed, by systemd\nnote: its timers run only while');
    expect(installed.stdout).toContain('note: the data are a synthetic market');
    expect(readdirSync(units()).sort()).toEqual(['strat-paper-small.service', 'strat-paper-small.timer']);
    expect(told()).toContain(
      'systemctl --user daemon-reload\n' +
        'systemctl --user enable strat-paper-small.timer\n' +
        'systemctl --user restart strat-paper-small.timer\n',
    );
    const service = readFileSync(`${units()}/strat-paper-small.service`, 'utf8');
    expect(service).toContain(`WorkingDirectory=${place.folder}\n`);
    expect(service).toMatch(
      /^ExecStart="\/.*node" "\/.*launch\.ts" "run" "\/.*small\.strat" "--mode" "paper" "--config" "\/.*small\.yaml" "--account" "small" "--scheduled" "--catch-up" "--timeout" "1h"$/m,
    );

    const shown = await schedule('show');
    expect(shown).toMatchObject({ code: 0, stderr: '' });
    expect(shown.stdout).toBe(
      [
        'strat-paper-small is installed, by systemd',
        '',
        'It runs at 16:15 America/New_York what is due by then, next:',
        '  America/New_York       Europe/Berlin          UTC',
        '  Tue 2026-11-24 16:15   Tue 2026-11-24 22:15   Tue 2026-11-24 21:15   session of 2026-11-24',
        '  Wed 2026-11-25 16:15   Wed 2026-11-25 22:15   Wed 2026-11-25 21:15   session of 2026-11-25',
        '  Thu 2026-11-26 16:15   Thu 2026-11-26 22:15   Thu 2026-11-26 21:15   no session: nothing is done',
        '  Fri 2026-11-27 16:15   Fri 2026-11-27 22:15   Fri 2026-11-27 21:15   session of 2026-11-27, which closes early, at 13:00',
        '  Mon 2026-11-30 16:15   Mon 2026-11-30 22:15   Mon 2026-11-30 21:15   session of 2026-11-30',
        '  Tue 2026-12-01 16:15   Tue 2026-12-01 22:15   Tue 2026-12-01 21:15   session of 2026-12-01',
        '',
      ].join('\n'),
    );

    const removed = await schedule('remove');
    expect(removed.stdout).toBe('strat-paper-small is removed from systemd; the account and its ledger stay\n');
    expect(readdirSync(units())).toEqual([]);
    expect(told()).toContain('systemctl --user disable --now strat-paper-small.timer\n');
    expect((await schedule('remove')).stdout).toBe('strat-paper-small is not installed: nothing is changed\n');
  });

  test('installed twice it is installed once, and what has changed since is told', async () => {
    await schedule('install', '--kind', 'systemd');
    const before = readFileSync(`${units()}/strat-paper-small.timer`, 'utf8');
    await schedule('install', '--kind', 'systemd');
    expect(readFileSync(`${units()}/strat-paper-small.timer`, 'utf8')).toBe(before);

    // What was said then need not be said again.
    await schedule('install', '--kind', 'systemd', '--timeout', '90min', '--set', 'k=4', '--predictions', 'stored');
    expect((await schedule('show')).code).toBe(0);
    expect((await schedule('show', '--timeout', '2h')).stdout).toContain('  but it is not what would be installed now');
    place.write('small.strat', smallStrategy({ 'risk {': PAPER.replace('16:15', '17:30') }));
    const drifted = await schedule('show');
    expect(drifted.code).toBe(1);
    expect(drifted.stdout).toContain(
      '  but it runs at 16:15 America/New_York, and the strategy says 17:30 America/New_York\n' +
        '  `strat schedule install` writes it anew\n',
    );
  });

  test('a timer that rests is told, and a manager that answers with an error', async () => {
    await schedule('install', '--kind', 'systemd');
    program('systemctl', 'echo "Failed to connect to bus" >&2; exit 1');
    expect((await schedule('show')).stdout).toContain('  but its timer is not active');
    expect(await schedule('install', '--kind', 'systemd')).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('`systemctl --user daemon-reload` failed: Failed to connect to bus'),
    });
  });

  test('the name of another ledger is not taken from it', async () => {
    await schedule('install');
    place.write('other.yaml', `${SMALL_CONFIG}storage: { paper: elsewhere }\n`);
    const taken = await place.strat('schedule', 'install', 'small.strat', '--config', 'other.yaml');
    expect(taken).toMatchObject({ code: 4, stderr: expect.stringContaining('error[schedule-name-taken]') });
    const kept = await place.strat('schedule', 'remove', 'small.strat', '--config', 'other.yaml');
    expect(kept).toMatchObject({ code: 4, stderr: expect.stringContaining('error[schedule-name-taken]') });
    expect(readdirSync(units())).toHaveLength(2);
    const other = await place.strat('schedule', 'install', 'small.strat', '-c', 'other.yaml', '--account', 'other');
    expect(other).toMatchObject({ code: 0 });
  });
});

describe.runIf(ON_POSIX)('cron', () => {
  const table = () => readFileSync(place.path('table'), 'utf8');

  test('lines of others stay, and what is as it should be is not written again', async () => {
    place.write('table', 'CRON_TZ=Asia/Tokyo\n5 4 * * sun echo mine\n');
    const installed = await schedule('install', '--kind', 'cron');
    expect(installed).toMatchObject({ code: 0, stderr: '' });
    expect(table()).toMatch(/^# >>> strat-paper-small >>>\n/);
    expect(table()).toMatch(/<<<\nCRON_TZ=Asia\/Tokyo\n5 4 \* \* sun echo mine\n$/);
    await schedule('install', '--kind', 'cron');
    expect(told().match(/written/g)).toHaveLength(1);
    expect(await schedule('show')).toMatchObject({ code: 0, stdout: expect.stringContaining('installed, by cron\n') });
    await schedule('remove');
    expect(table()).toBe('CRON_TZ=Asia/Tokyo\n5 4 * * sun echo mine\n');
  });

  test('is what a system without systemd for its user has', async () => {
    program('systemctl', 'exit 1');
    expect((await schedule('install')).stdout).toContain('strat-paper-small is installed, by cron\n');
    expect(existsSync(place.path('.strat/paper'))).toBe(true);
    // By the name of its account alone, when the file is gone.
    const removed = await place.strat('schedule', 'remove', '--account', 'small');
    expect(removed.stdout).toContain('removed from cron');
    expect(table()).toBe('');
  });
});

test.runIf(ON_POSIX)('Windows: a task in UTF-16, handed to schtasks', async () => {
  expect(await schedule('install', '--kind', 'windows')).toMatchObject({ code: 0, stderr: '' });
  const file = place.path('local/strat/schedule/strat-paper-small.xml');
  expect(told()).toContain(`schtasks /create /tn strat-paper-small /xml ${file} /f\n`);
  const bytes = readFileSync(file);
  expect([bytes[0], bytes[1]]).toEqual([0xff, 0xfe]);
  expect(bytes.toString('utf16le')).toContain('<?xml version="1.0" encoding="UTF-16"?>');
  expect(await schedule('show')).toMatchObject({ code: 0, stdout: expect.stringContaining('installed, by windows\n') });
  await schedule('remove', '--kind', 'windows');
  expect(told()).toContain('schtasks /delete /tn strat-paper-small /f\n');
  expect(existsSync(file)).toBe(false);
});

test.runIf(ON_POSIX)('a dry run prints it and changes nothing', async () => {
  const dry = await schedule('install', '--kind', 'cron', '--dry-run');
  expect(dry).toMatchObject({ code: 0, stderr: '' });
  expect(dry.stdout).toContain('# >>> strat-paper-small >>>');
  expect(told()).toBe('');
  expect(existsSync(place.path('table'))).toBe(false);
});

test.runIf(ON_POSIX)('keys stay in a file that only its owner reads: no scheduler is told them', async () => {
  place.write('keys.env', 'VENDOR_KEY=canary\n');
  chmodSync(place.path('keys.env'), 0o644);
  const words = ['--environment', 'keys.env', '--kind', 'cron', '--dry-run'];
  expect(await schedule('install', ...words)).toMatchObject({
    code: 4,
    stderr: expect.stringContaining('can be read by others'),
  });
  chmodSync(place.path('keys.env'), 0o600);
  const { stdout } = await schedule('install', ...words);
  expect(stdout).toContain(`--env-file=${place.path('keys.env')}`);
  expect(stdout).not.toContain('canary');
});

test('for programs', async () => {
  const { stdout } = await schedule('show', '--json');
  expect(JSON.parse(stdout)).toMatchObject({
    name: 'strat-paper-small',
    installed: false,
    at: '16:15 America/New_York',
    next: [
      { at: '2026-11-24T21:15:00.000Z', sessions: 1 },
      { at: '2026-11-25T21:15:00.000Z', sessions: 1 },
      { at: '2026-11-26T21:15:00.000Z', sessions: 0 },
      ...Array(7).fill({}),
    ],
  });
});

test.each([
  [['schedule', 'install'], 'needs install FILE'],
  [['schedule', 'start', 'small.strat'], 'needs install FILE'],
  [['schedule', 'install', 'small.strat'], 'needs --config FILE'],
  [['schedule', 'install', 'small.strat'], '`strat help schedule` says more'],
  [['schedule', 'install', 'small.strat', '--kind', 'at'], '--kind is systemd, cron, windows'],
  [['schedule', 'install', 'small.strat', '-c', 'small.yaml', '--kind', 'at'], '--kind is systemd, cron, windows'],
  [['schedule', 'install', 'small.strat', '-c', 'small.yaml', '--timeout', 'long'], '--timeout takes a time'],
  [['schedule', 'show', 'timeless.strat', '-c', 'small.yaml'], 'does not say when it is run'],
])('%j is a wrong command line', async (words, message) => {
  place.write('timeless.strat', smallStrategy());
  expect(await place.strat(...words)).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
});
