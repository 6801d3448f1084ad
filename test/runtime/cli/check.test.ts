import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { parseSettings } from '../../../runtime/cli/settings.ts';
import { SMALL_CONFIG, smallStrategy, Workplace } from '../../support/command.ts';

const place = new Workplace();
afterAll(() => place.remove());

describe('strat check', () => {
  test('a good strategy: "ok", a summary, exit code 0', async () => {
    place.write('good.strat', smallStrategy());
    const { code, stdout, stderr } = await place.strat('check', 'good.strat');
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^ok {2}good\.strat\n/);
    expect(stdout).toContain('LSTM 14 → 4 → 1 over 3 sessions');
    expect(code).toBe(0);
  });

  test('all mistakes of a file at once, in source order, exit code 1', async () => {
    place.write(
      'bad.strat',
      smallStrategy({
        'hidden 4': 'hiden 4',
        'gross 65%': 'gross 65',
        '2022-01-01 .. 2022-03-31\n  }\n\n  portfolio': '2022-03-31 .. 2022-01-01\n  }\n\n  portfolio',
        'include us_large_cap': 'include us_large_capp',
      }),
    );
    const { code, stdout, stderr } = await place.strat('check', 'bad.strat');
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect([...stderr.matchAll(/^error\[([\w-]+)\]/gm)].map(([, found]) => found)).toMatchInlineSnapshot(`
      [
        "unknown-setting",
        "reversed-range",
        "unit-missing",
        "unknown-fragment",
      ]
    `);
    expect(stderr).toContain('did you mean `hidden`?');
    expect(stderr).toContain('did you mean `us_large_cap`?');
  });

  test('--set changes a param; its bounds and its name are checked', async () => {
    place.write('good.strat', smallStrategy());
    expect((await place.strat('check', 'good.strat', '--set', 'k=5')).stdout).toContain('top 5 by');
    expect(await place.strat('check', 'good.strat', '--set', 'k=50')).toMatchObject({ code: 1 });
    const unknown = await place.strat('check', 'good.strat', '--set', 'kk=5');
    expect(unknown.code).toBe(1);
    expect(unknown.stderr).toContain('did you mean `k`?');
    expect(await place.strat('check', 'good.strat', '--set', 'k')).toMatchObject({ code: 2 });
  });

  test('--fix mends what is beyond doubt in the file, tells it, and leaves what wants a look', async () => {
    const slips = {
      'gross 65%': 'gross 65',
      'hidden 4': 'hidden = 4',
      '  universe {\n': '  universe {\n    require raw_close ≥ 5 usd\n',
    };
    const right = smallStrategy({
      'gross 65%': 'gross 65',
      '  universe {\n': '  universe {\n    require raw_close >= 5 USD\n',
    });
    place.write('slips.strat', smallStrategy(slips));
    const { code, stderr } = await place.strat('check', '--fix', 'slips.strat');
    expect(readFileSync(place.path('slips.strat'), 'utf8')).toBe(right);
    expect(stderr.split('\n').filter((line) => line.startsWith('fixed'))).toEqual([
      expect.stringMatching(/^fixed {2}slips\.strat:\d+ {2}unexpected-character: change to `>=`$/),
      expect.stringMatching(/^fixed {2}slips\.strat:\d+ {2}sign-after-setting: remove `=`$/),
      expect.stringMatching(/^fixed {2}slips\.strat:\d+ {2}unknown-unit: change to `USD`$/),
    ]);
    expect(stderr).toContain('error[unit-missing]: 65 of what?');
    expect(code).toBe(1);
  });

  test('--fix leaves a good file alone, to the byte', async () => {
    const path = place.path(place.write('good.strat', smallStrategy()));
    const { mtimeMs } = statSync(path);
    expect(await place.strat('check', '--fix', 'good.strat')).toMatchObject({ code: 0, stderr: '' });
    expect(statSync(path).mtimeMs).toBe(mtimeMs);
  });

  test('--json is one document in the shape editors use', async () => {
    place.write('bad.strat', smallStrategy({ 'hidden 4': 'hiden 4' }));
    const { code, stdout } = await place.strat('check', '--json', 'bad.strat');
    const answer = JSON.parse(stdout);
    expect(code).toBe(1);
    expect(answer.ok).toBe(false);
    expect(answer.files[0].diagnostics[0]).toMatchObject({
      code: 'unknown-setting',
      severity: 1,
      range: { start: { character: 4 } },
    });
  });

  test('several files: each is told of, one bad one fails all', async () => {
    place.write('good.strat', smallStrategy());
    place.write('bad.strat', 'strategy x {');
    const { code, stdout } = await place.strat('check', 'good.strat', 'bad.strat');
    expect(code).toBe(1);
    expect(stdout).toContain('ok  good.strat');
  });

  test('a file that is not there does not silence the others, in JSON either', async () => {
    place.write('good.strat', smallStrategy());
    const words = await place.strat('check', 'good.strat', 'nowhere.strat');
    expect(words.code).toBe(2);
    expect(words.stdout).toContain('ok  good.strat');
    const { files } = JSON.parse((await place.strat('check', '--json', 'good.strat', 'nowhere.strat')).stdout);
    expect(files).toMatchObject([{ ok: true }, { ok: false, problem: 'there is no file nowhere.strat' }]);
  });

  test('--config holds the decision to when the data arrive; without it nobody has said', async () => {
    place.write('early.strat', smallStrategy());
    place.write(
      'late.strat',
      smallStrategy({ 'fill at next open': 'decide at close, 20min later\n fill at next open' }),
    );
    place.write(
      'vendor.yaml',
      `${SMALL_CONFIG.replace('engine:', '  arrives:\n    bars: 15 min after close\nengine:')}`,
    );
    place.write('other.yaml', SMALL_CONFIG);
    const refused = await place.strat('check', '--config', 'vendor.yaml', 'early.strat');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/^error\[data-arrives-late\]/);
    expect(refused.stderr).toContain('vendor.yaml:6:5');
    expect(refused.stderr).toContain('bars: 15 min after close');
    expect(await place.strat('check', '--config', 'vendor.yaml', 'late.strat')).toMatchObject({ code: 0, stderr: '' });
    expect(await place.strat('check', '--config', 'other.yaml', 'early.strat')).toMatchObject({ code: 0 });
    expect(await place.strat('check', 'early.strat')).toMatchObject({ code: 0 });
    const run = await place.strat('run', '--config', 'vendor.yaml', '--mode', 'train', 'early.strat');
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/^error\[data-arrives-late\]/);
  });

  test('--config tells of a series that it does not have', async () => {
    const fear = 'features {\n    fear = external("VIX") / 100';
    place.write('fearful.strat', smallStrategy({ 'features {': fear }));
    place.write('bare.yaml', SMALL_CONFIG);
    place.write(
      'vix.yaml',
      SMALL_CONFIG.replace('engine:', '  series: { VIX: { path: vix.csv, published: at close } }\nengine:'),
    );
    const refused = await place.strat('check', '--config', 'bare.yaml', 'fearful.strat');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/^error\[series-not-configured\]: the strategy reads the series `VIX`/);
    expect(await place.strat('check', '--config', 'vix.yaml', 'fearful.strat')).toMatchObject({ code: 0, stderr: '' });
    expect(await place.strat('check', 'fearful.strat')).toMatchObject({ code: 0 });
  });

  test.each([
    ['an empty file', ''],
    ['only a comment', '# nothing yet\n'],
    ['a binary file', new Uint8Array(4096).map((_, at) => (at * 37) % 256)],
    ['a file of zeros', new Uint8Array(100_000)],
  ])('%s is an error in words, exit code 1', async (_, content) => {
    place.write('odd.strat', content);
    const { code, stderr } = await place.strat('check', 'odd.strat');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error\[/);
    expect(stderr).not.toContain('bug');
    expect(stderr.split('\n').length).toBeLessThan(40);
  });

  test('10 MB of text is refused in one line', async () => {
    place.write('large.strat', `# ${'long '.repeat(2_000_000)}\n${smallStrategy()}`);
    const { code, stderr } = await place.strat('check', 'large.strat');
    expect(code).toBe(1);
    expect(stderr).toContain('error[file-too-large]');
    expect(stderr.length).toBeLessThan(500);
  });

  test('10,000 mistakes end soon, with a bounded answer that says how many more there are', async () => {
    place.write('wrong.strat', `strategy x {\n  model lstm {\n${'    hiden 4\n'.repeat(10_000)}  }\n}\n`);
    const { code, stderr } = await place.strat('check', 'wrong.strat');
    expect(code).toBe(1);
    expect(stderr.length).toBeLessThan(200_000);
    expect(stderr).toMatch(/more|too many/);
  });

  test.each([
    ['a missing file', ['check', 'nowhere.strat'], 'there is no file nowhere.strat'],
    ['a folder', ['check', '.'], 'is a folder'],
    ['no file', ['check'], 'needs FILE'],
    ['a misspelt command', ['chekc', 'x'], 'there is no command `chekc`; did you mean `check`?'],
    ['an unknown command', ['trade', 'x'], 'there is no command `trade`; the commands are new, check, fmt, '],
    ['help on a misspelt command', ['help', 'raport'], 'did you mean `report`?'],
    ['a misspelt option', ['check', '--quite', 'x'], 'has no option --quite; did you mean `--quiet`?'],
    ['an unknown option', ['check', '--jitter', 'x'], 'has no option --jitter; its options are --set, --strategy'],
    ['a misspelt code', ['explain', 'looks-ahed'], 'there is no code `looks-ahed`; did you mean `looks-ahead`?'],
    ['an unknown mode', ['run', 'x', '--mode', 'live'], '--mode is train, backtest or paper, not'],
    ['an unknown code', ['explain', 'nothing'], 'there is no code `nothing`; `strat explain` alone'],
  ])('%s is wrong usage, exit code 2', async (_, words, message) => {
    const { code, stderr } = await place.strat(...words);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });
});

describe('--set', () => {
  test.each(['toString', '__proto__', 'constructor'])('%s is a name like any other', async (name) => {
    expect(parseSettings([`${name}=3`])).toEqual(Object.fromEntries([[name, '3']]));
    expect(() => parseSettings([`${name}=3`, `${name}=4`])).toThrow(`--set gives ${name} twice`);
    place.write('good.strat', smallStrategy());
    const { code, stderr } = await place.strat('check', 'good.strat', '--set', `${name}=3`);
    expect(stderr).toContain(`the strategy has no param \`${name}\` to set`);
    expect(code).toBe(1);
  });
});

describe('use', () => {
  test('offers the nearest library and the nearest file of the project', async () => {
    mkdirSync(place.path('strategies'));
    place.write('strategies/s2_filter_negative.strat', smallStrategy());
    place.write('uses.strat', 'use std.features.core41\nuse strategies.s2_filter\nstrategy y extends small { }\n');
    const { code, stderr } = await place.strat('check', 'uses.strat');
    expect(stderr).toContain('did you mean `std.features.core14`?');
    expect(stderr).toContain('did you mean `strategies.s2_filter_negative`?');
    expect(code).toBe(1);
  });

  test('cannot read outside the project, links included', async () => {
    const { symlinkSync } = await import('node:fs');
    const outside = new Workplace();
    outside.write('secret.strat', smallStrategy());
    place.write('package.json', '{}');
    symlinkSync(outside.path('secret.strat'), place.path('linked.strat'));
    place.write('uses.strat', 'use linked\nstrategy y extends small { }\n');
    const { code, stderr } = await place.strat('check', 'uses.strat');
    outside.remove();
    expect(code).toBe(1);
    expect(stderr).toContain('linked');
  });
});

test('help names every command and exit code', async () => {
  const { code, stdout } = await place.strat('help');
  expect(code).toBe(0);
  for (const name of ['check', 'plan', 'run', 'report', 'explain']) expect(stdout).toContain(`  ${name} `);
  expect((await place.strat('help', 'run')).stdout).toContain('--config FILE');
});
