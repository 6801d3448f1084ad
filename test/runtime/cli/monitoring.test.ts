/** Being told, as a scheduler and a person meet it: `strat journal`, `strat doctor --silence`, hooks that are there and not. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SMALL_CONFIG, smallStrategy, Workplace } from '../../support/command.ts';

const place = new Workplace();
const CONFIG = ['--config', 'c.yaml'] as const;
const PAPER = ['run', 'small.strat', '--mode', 'paper', ...CONFIG] as const;
const HEARTBEAT = '.strat/paper/heartbeat/small.json';

/** Appends the news it is told to a file, with whether its account is then somebody's alone. */
const KEEP = `import { appendFileSync } from 'node:fs';
import { FileLock } from ${JSON.stringify(new URL('../../../runtime/paper/ledger/fileLock.ts', import.meta.url).href)};
let text = '';
for await (const chunk of process.stdin) text += chunk;
const news = JSON.parse(text);
const alone = FileLock.isTaken(\`.strat/paper/\${news.account}.lock\`);
appendFileSync('told.jsonl', JSON.stringify({ ...news, alone }) + '\\n');
`;

const told = () =>
  existsSync(place.path('told.jsonl'))
    ? readFileSync(place.path('told.jsonl'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { kind: string; code: string | null; text: string; alone: boolean })
    : [];

beforeAll(async () => {
  place.write('small.strat', smallStrategy());
  place.write('other.strat', smallStrategy({ 'k = 3': 'k = 4' }));
  place.write('keep.mjs', KEEP);
  const command = JSON.stringify([process.execPath, 'keep.mjs']);
  place.write(
    'c.yaml',
    `${SMALL_CONFIG}monitoring:\n  tell:\n    - { on: [session, stop, failure, stale, silence], command: ${command} }\n` +
      `    - { on: [session], webhook: '\${NO_SUCH_VARIABLE}' }\n`,
  );
  await place.strat(...PAPER, '--replay', '2022-01-01..2022-01-31', '--until', '2022-01-12');
});
afterAll(() => place.remove());

test('sessions are told; a hook that cannot be told is a note, and the sessions are booked', async () => {
  expect(told()).toMatchObject([
    { kind: 'session', text: expect.stringMatching(/^small: 8 sessions up to 2022-01-12 booked/) },
  ]);
  const { code, stdout } = await place.strat(...PAPER, '--replay', '2022-01-01..2022-01-31');
  expect(code).toBe(0);
  expect(stdout).toContain(
    'the webhook of `monitoring.tell`, number 2, was not told: NO_SUCH_VARIABLE of its address is not set',
  );
  expect(told()).toHaveLength(2);
});

test('trouble once, and that it is over', async () => {
  const other = [
    'run',
    'other.strat',
    '--account',
    'small',
    '--mode',
    'paper',
    '--replay',
    '2022-01-01..2022-01-31',
    ...CONFIG,
  ];
  expect((await place.strat(...other)).code).toBe(4);
  expect((await place.strat(...other)).code).toBe(4);
  expect(told().slice(2)).toMatchObject([{ kind: 'failure', code: 'paper-other-strategy' }]);
  await place.strat(...PAPER, '--replay', '2022-01-01..2022-01-31');
  expect(told().slice(3)).toMatchObject([{ kind: 'session' }, { kind: 'recovered', code: 'paper-other-strategy' }]);
});

test('a strategy that compiles no more is told, of the account that the scheduler names', async () => {
  const before = told().length;
  place.write('wrong.strat', smallStrategy({ 'k = 3': 'k = ' }));
  const wrong = ['run', 'wrong.strat', '--mode', 'paper', '--account', 'small', ...CONFIG];
  expect((await place.strat(...wrong)).code).toBe(1);
  expect((await place.strat(...wrong)).code).toBe(1);
  expect(told().slice(before)).toMatchObject([
    { kind: 'failure', code: 'strategy-errors', text: expect.stringContaining('`strat check` shows them') },
  ]);
  const heartbeat = JSON.parse(readFileSync(place.path(HEARTBEAT), 'utf8'));
  expect(heartbeat).toMatchObject({ invocation: { outcome: 'strategy-errors' }, session: { day: '2022-01-14' } });
  await place.strat(...PAPER, '--replay', '2022-01-01..2022-01-14');
  expect(told().at(-1)).toMatchObject({ kind: 'recovered', code: 'strategy-errors' });
  await place.strat('run', 'wrong.strat', '--mode', 'paper', '--account', 'nobody', ...CONFIG);
  expect(existsSync(place.path('.strat/paper/told/nobody.json'))).toBe(false);
});

test('a halt is told, and that it was lifted', async () => {
  const before = told().length;
  await place.strat('halt', ...CONFIG, '--reason', 'a test');
  expect((await place.strat(...PAPER, '--replay', '2022-01-01..2022-01-31')).code).toBe(4);
  expect(told().slice(before)).toMatchObject([
    { kind: 'failure', code: 'paper-halted', text: expect.stringContaining('a test') },
  ]);
  await place.strat('resume', ...CONFIG);
});

test('the journal: its last entry, and all of it anew', async () => {
  const { stdout } = await place.strat('journal', ...CONFIG);
  expect(stdout).toMatch(/^\.strat\/paper\/journal\/small-2022-01\.md\n\n## 2022-01-14\n\nequity \*\*/);
  const anew = await place.strat('journal', '--rebuild', ...CONFIG);
  expect(anew.stdout).toBe(`1 files written again\n${stdout}`);
  expect(await place.strat('journal', ...CONFIG, '--account', 'smal')).toMatchObject({ code: 4 });
});

test('silence: not of replays; of a live account, told once, with exit code 4 as long as it lasts', async () => {
  expect(await place.strat('doctor', '--silence', ...CONFIG)).toMatchObject({
    ...{ code: 0, stdout: 'no account trades by the clock on the wall\n' },
  });
  const ledger = new DatabaseSync(place.path('.strat/paper/ledger.db'));
  ledger.exec("UPDATE sessions SET clock = 'live', booked_at = day || 'T21:20:00.000Z'");
  ledger.close();
  expect(await place.strat('doctor', '--silence', ...CONFIG)).toMatchObject({ code: 0 });
  const heartbeat = JSON.parse(readFileSync(place.path(HEARTBEAT), 'utf8'));
  writeFileSync(place.path(HEARTBEAT), JSON.stringify({ ...heartbeat, lastEndedAt: '2022-01-14T22:00:00.000Z' }));
  const before = told().length;
  for (let time = 0; time < 2; time++) {
    const silent = await place.strat('doctor', '--silence', ...CONFIG);
    expect(silent).toMatchObject({
      code: 4,
      stdout: expect.stringMatching(/^small: last heard of 2022-01-14.*SILENT/),
    });
  }
  expect(told().slice(before)).toMatchObject([{ kind: 'silence', code: 'silence' }]);
  const whole = await place.strat('doctor', ...CONFIG);
  expect(whole.code).toBe(4);
  expect(whole.stdout).toMatch(/heartbeat +NO, small: the session of \S+ is due and nobody has tried to book it/);
  expect(whole.stdout).toContain('NO, not set in the environment: NO_SUCH_VARIABLE');
  expect(whole.stdout).toContain('LOOK, no scheduler of this user starts small');
});

test('what is told is told while the account is its alone: the next invocation does not tell it once more', () => {
  expect(new Set(told().map(({ kind }) => kind))).toEqual(new Set(['session', 'failure', 'recovered', 'silence']));
  expect(told().filter(({ alone }) => !alone)).toEqual([]);
});
