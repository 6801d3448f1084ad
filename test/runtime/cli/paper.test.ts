/** Paper trading as a scheduler and a person meet it: words, exit codes, and commands beside one another. */
import { rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SMALL_CONFIG, smallStrategy, Workplace } from '../../support/command.ts';

const place = new Workplace();
const CONFIG = ['--config', 'small.yaml'] as const;
const PAPER = ['run', 'small.strat', '--mode', 'paper', ...CONFIG] as const;
const JANUARY = ['--replay', '2022-01-01..2022-01-31'] as const;

beforeAll(async () => {
  place.write('small.strat', smallStrategy());
  place.write('other.strat', smallStrategy({ 'k = 3': 'k = 4' }));
  place.write('small.yaml', SMALL_CONFIG);
});
afterAll(() => place.remove());

test('before the first session there is nothing to show', async () => {
  expect(await place.strat('status', ...CONFIG)).toMatchObject({
    code: 4,
    stderr: expect.stringContaining('error[no-ledger]'),
  });
});

test('where there is no ledger nothing is halted, and none is made', async () => {
  const refused = { code: 4, stdout: '', stderr: expect.stringContaining('error[no-ledger]') };
  expect(await place.strat('halt', ...CONFIG)).toMatchObject(refused);
  expect(await place.strat('halt', ...CONFIG)).toMatchObject(refused);
});

test('a dry run, one session, then all of them; afterwards nothing is due', async () => {
  const dry = await place.strat(...PAPER, ...JANUARY, '--dry-run');
  expect(dry).toMatchObject({ code: 0, stderr: '' });
  expect(dry.stdout).toContain('dry run: nothing was booked');

  const one = await place.strat(...PAPER, ...JANUARY);
  expect(one.stdout).toContain('20 sessions due since 2022-01-03, of which 1 now');
  expect(one.stdout).toContain('19 sessions still due (--catch-up books all of them)');

  const rest = await place.strat(...PAPER, ...JANUARY, '--catch-up', '--json');
  const events = rest.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; day?: string });
  expect(events.filter(({ type }) => type === 'paper-session')).toHaveLength(19);
  expect(events.at(-1)).toMatchObject({ type: 'paper-finished', booked: 19, left: 0 });

  expect(await place.strat(...PAPER, ...JANUARY)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('no session is due'),
  });
});

test('its state, for people and for programs', async () => {
  const text = await place.strat('status', ...CONFIG);
  expect(text.stdout).toContain('2022-01-31  20 sessions since 2022-01-03, replay clock');
  const json = await place.strat('status', ...CONFIG, '--json');
  expect(JSON.parse(json.stdout)).toMatchObject({
    strategy: 'small',
    last: { day: '2022-01-31', sessions: 20, stopped: false },
  });
  const unknown = await place.strat('status', ...CONFIG, '--account', 'smal');
  expect(unknown).toMatchObject({ code: 4, stderr: expect.stringContaining('did you mean `small`?') });
});

test('a journal that cannot be written is told from the ledger', async () => {
  const journal = place.path('.strat/paper/journal');
  rmSync(journal, { recursive: true });
  writeFileSync(journal, 'a file in its place');
  const shown = await place.strat('journal', ...CONFIG);
  expect(shown).toMatchObject({ code: 0, stderr: '' });
  expect(shown.stdout).toMatch(/^note: the journal is not written: .*; this is from the ledger\n\n## 2022-01-31/);
  expect(await place.strat('journal', '--rebuild', ...CONFIG)).toMatchObject({
    code: 4,
    stderr: expect.stringContaining('error[not-a-folder]'),
  });
  rmSync(journal);
});

test('booked again, every figure is the same', async () => {
  const audit = await place.strat('audit', 'small.strat', '--paper', ...CONFIG);
  expect(audit).toMatchObject({
    code: 0,
    stdout: 'account small: 20 sessions booked again, every figure the same to the last bit\n',
  });
});

test('an audit needs no file, and refuses one that the account never followed', async () => {
  expect(await place.strat('audit', '--paper', ...CONFIG)).toMatchObject({ code: 0, stderr: '' });
  expect(await place.strat('audit', 'other.strat', '--paper', '--account', 'small', ...CONFIG)).toMatchObject({
    code: 4,
    stderr: expect.stringContaining('error[paper-other-strategy]: the account small has never followed plan'),
  });
  expect(await place.strat('audit', ...CONFIG)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('needs FILE'),
  });
});

test('halted, it books nothing and says why; resumed, it goes on', async () => {
  const braked = await place.strat('halt', '--reason', 'a test', ...CONFIG);
  expect(braked.stdout).toMatch(/^paper trading is halted in .*ledger\.db: no session .*; its accounts are small\n$/);
  const february = [...PAPER, '--replay', '2022-01-01..2022-02-01'];
  const halted = await place.strat(...february);
  expect(halted.code).toBe(4);
  expect(halted.stderr).toMatch(/error\[paper-halted\]: paper trading is halted since \S+: a test/);
  await place.strat('resume', ...CONFIG);
  expect(await place.strat(...february)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('2022-02-01  equity'),
  });
});

test('interrupted, it says where, and the same command goes on', async () => {
  const words = [...PAPER, '--replay', '2022-01-01..2022-03-31', '--account', 'interrupted', '--catch-up'];
  const { child, outcome } = place.start(...words);
  child.stdout?.once('data', () => child.kill('SIGINT'));
  const interrupted = await outcome;
  expect(interrupted).toMatchObject({ code: 130, stderr: '' });
  expect(interrupted.stdout).toMatch(/^interrupted in (predictions|paper): /m);
  expect(await place.strat(...words)).toMatchObject({ code: 0, stdout: expect.stringContaining('booked, equity') });
});

test('another strategy is refused until the account is migrated, which shows what differs first', async () => {
  const other = ['run', 'other.strat', '--mode', 'paper', '--replay', '2022-01-01..2022-02-02', ...CONFIG];
  expect(await place.strat(...other)).toMatchObject({
    code: 4,
    stderr: expect.stringContaining('error[paper-other-strategy]'),
  });
  const shown = await place.strat('account', 'migrate', 'other.strat', ...CONFIG);
  expect(shown.code).toBe(1);
  expect(shown.stdout).toContain('portfolio.long.take  3 → 4');
  expect(shown.stdout).toContain('of this account nothing differs until 2022-02-01, its last session');
  expect(shown.stdout).toContain('nothing is changed; --yes makes small follow it from its next session on');
  expect(await place.strat('account', 'migrate', 'other.strat', '--yes', ...CONFIG)).toMatchObject({
    code: 0,
    stderr: '',
  });
  expect(await place.strat(...other)).toMatchObject({ code: 0, stdout: expect.stringContaining('2022-02-02  equity') });
  expect(await place.strat('account', 'migrate', 'other.strat', ...CONFIG)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('follows this plan already'),
  });
});

test('the clock on the wall books nothing of a market that is made up anew for each day', async () => {
  expect(await place.strat(...PAPER, '--change-clock')).toMatchObject({
    code: 4,
    stderr: expect.stringContaining('error[paper-made-up]'),
  });
});

test.each([
  [['--replay', '2022-01-01'], '--replay takes FROM..TO'],
  [['--replay', '2022-02-01..2022-01-01'], '--replay ends before it begins'],
  [['--until', '2022-02-30'], '--until takes days such as 2018-04-01'],
  [['--account', 'a/b'], '--account takes letters'],
  [['--predictions', 'oracle'], '--predictions is model or stored'],
])('%j is a wrong command line', async (options, message) => {
  expect(await place.strat(...PAPER, ...options)).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
});

test('options of paper trading mean nothing to a backtest', async () => {
  const run = await place.strat('run', 'small.strat', ...CONFIG, '--catch-up');
  expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('--catch-up needs --mode paper') });
});
