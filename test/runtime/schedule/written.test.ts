/** What schedulers are given, read back by themselves where they are at hand, and by the rules of their formats. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { blockIn, crontabBlock, withBlock, withoutBlock } from '../../../runtime/schedule/cron.ts';
import { readStamp } from '../../../runtime/schedule/job.ts';
import { unitsOf } from '../../../runtime/schedule/systemd.ts';
import { taskOf } from '../../../runtime/schedule/taskScheduler.ts';
import { AWKWARD, jobOf } from './job.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;

test('systemd: the units of a job', async () => {
  const text = unitsOf(jobOf()).map((unit) => `# ${unit.name}\n${unit.text}`);
  await expect(text.join('\n')).toMatchFileSnapshot('../../golden/schedule-systemd.txt');
});

test('systemd: what it would take for something else is escaped', () => {
  const [service] = unitsOf(jobOf({ command: [AWKWARD], folder: '/a 50%' }));
  expect(service!.text).toContain('ExecStart="/home/me/100%% \\"of\\" it\'s $$HOME \\\\n & <more>"\n');
  expect(service!.text).toContain('WorkingDirectory=/a 50%%\n');
});

test.skipIf(!hasSystemd)(
  'systemd: it finds no fault with them, told by systemd-analyze; skipped where it is not',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'strat-units-'));
    const command = [process.execPath, AWKWARD, '--set', 'k=1'];
    const units = unitsOf(jobOf({ command, folder: tmpdir() }));
    for (const { name, text } of units) writeFileSync(join(folder, name), text);
    mkdirSync(join(folder, 'runtime'), { mode: 0o700 });
    const verified = spawnSync(
      'systemd-analyze',
      ['--user', 'verify', ...units.map(({ name }) => join(folder, name))],
      { encoding: 'utf8', env: { ...process.env, XDG_RUNTIME_DIR: join(folder, 'runtime') } },
    );
    rmSync(folder, { recursive: true });
    expect(verified).toMatchObject({ status: 0, stderr: '', stdout: '' });
  },
);

test('cron: the lines of a job, on a machine in Berlin', async () => {
  const { text } = crontabBlock(jobOf(), 'Europe/Berlin', NOW);
  await expect(text).toMatchFileSnapshot('../../golden/schedule-cron.txt');
});

test.skipIf(process.platform === 'win32')('cron: the shell gets the words as they were', () => {
  const words = ['-c', 'print -- "%s"', AWKWARD, "it's", '%', ''];
  const folder = mkdtempSync(join(tmpdir(), "strat cron's "));
  const log = join(folder, 'a log');
  const job = jobOf({ command: ['printf', '%s\\n', ...words], folder, log });
  const line = crontabBlock(job, 'UTC', NOW)
    .text.split('\n')
    .find((each) => /^\d/.test(each))!;
  const command = line.split(' ').slice(5).join(' ');
  // crontab(5): a percent sign ends the command, one behind a backslash stands for itself.
  expect(/(?<!\\)%/.test(command)).toBe(false);
  execFileSync('/bin/sh', ['-c', command.replaceAll('\\%', '%')]);
  const [said, mode] = [readFileSync(log, 'utf8'), statSync(log).mode & 0o777];
  rmSync(folder, { recursive: true });
  expect(said.split('\n')).toEqual([...words, '--quiet', '']);
  expect(mode).toBe(0o600);
});

test('cron: a command that it would cut off is refused', () => {
  const job = jobOf({ folder: `/${'deep/'.repeat(200)}` });
  expect(() => crontabBlock(job, 'UTC', NOW)).toThrow(/letters long, and cron reads 1000/);
});

test('cron: lines of others stay as they are, whatever stands around', () => {
  const block = crontabBlock(jobOf(), 'UTC', NOW).text;
  const other = crontabBlock(jobOf({ name: 'strat-paper-mine2' }), 'UTC', NOW).text;
  for (const mine of ['', 'MAILTO=me\n0 1 * * * echo 100\\%\n', '# no end of line', '\n\n']) {
    const once = withBlock(mine, block, 'strat-paper-mine');
    expect(once.startsWith(block)).toBe(true);
    expect(withBlock(once, block, 'strat-paper-mine')).toBe(once);
    expect(withoutBlock(once, 'strat-paper-mine')).toBe(mine);
    const both = withBlock(once, other, 'strat-paper-mine2');
    expect(blockIn(both, 'strat-paper-mine')).toBe(block);
    expect(withoutBlock(both, 'strat-paper-mine')).toBe(`${other}${mine}`);
  }
  expect(withoutBlock('0 1 * * * echo\n', 'strat-paper-mine')).toBe('0 1 * * * echo\n');
});

test('Windows: the task of a job', async () => {
  await expect(taskOf(jobOf(), NOW).text).toMatchFileSnapshot('../../golden/schedule-windows.xml');
});

test('Windows: elements are in the order of the schema, and nothing needs more', () => {
  // [MS-TSCH] 2.5.3: the sequence of triggerBaseType, then that of calendarTriggerType.
  const order = [
    'Enabled',
    'StartBoundary',
    'EndBoundary',
    'Repetition',
    'ExecutionTimeLimit',
    'RandomDelay',
    'ScheduleByDay',
  ];
  const { text } = taskOf(jobOf(), NOW);
  for (const [, trigger] of text.matchAll(/<CalendarTrigger>([\s\S]*?)<\/CalendarTrigger>/g)) {
    const children = Array.from(trigger!.matchAll(/^ {6}<(\w+)>/gm), (found) => found[1]!);
    expect(children).toEqual(order.filter((name) => children.includes(name)));
    expect(children).toContain('StartBoundary');
  }
});

test('Windows: words are escaped for XML, and for programs that read their own command line', () => {
  const { text } = taskOf(jobOf({ command: ['C:\\node.exe', 'a&b', 'C:\\my files\\', 'say "hi"', ''] }), NOW);
  expect(text).toContain('<Command>C:\\node.exe</Command>');
  expect(text).toContain(
    '<Arguments>a&amp;b &quot;C:\\my files\\\\&quot; &quot;say \\&quot;hi\\&quot;&quot; &quot;&quot;</Arguments>',
  );
});

test('each says of itself what it is for', () => {
  const job = jobOf({ strategy: '/home/me/<a & "b">.strat' });
  const stamp = {
    account: 'mine',
    ledger: job.ledger,
    strategy: job.strategy,
    at: '16:15 America/New_York',
    options: job.options,
  };
  expect(readStamp(unitsOf(job)[0]!.text)).toEqual(stamp);
  expect(readStamp(crontabBlock(job, 'UTC', NOW).text)).toEqual(stamp);
  expect(readStamp(taskOf(job, NOW).text)).toEqual(stamp);
  expect(readStamp('[Service]\nExecStart=/bin/true\n')).toBe(null);
});
