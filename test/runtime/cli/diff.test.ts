import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { SMALL_CONFIG, smallStrategy, Workplace } from '../../support/command.ts';

const place = new Workplace();
afterAll(() => place.remove());
place.write('small.strat', smallStrategy());
place.write('config.yaml', SMALL_CONFIG);

describe('strat diff', () => {
  test('the same meaning is exit code 0, another is 1, trouble is 2', async () => {
    place.write('same.strat', smallStrategy({ 'window 3d': 'window    3d   # why' }));
    place.write('other.strat', smallStrategy({ 'hidden 4': 'hidden 5' }));
    place.write('bad.strat', smallStrategy({ 'hidden 4': 'hiden 4' }));
    expect(await place.strat('diff', 'small.strat', 'same.strat')).toEqual({
      code: 0,
      stdout: 'same meaning\n\norders  the same\n',
      stderr: '',
    });
    const other = await place.strat('diff', 'small.strat', 'other.strat');
    expect(other.code).toBe(1);
    expect(other.stdout).toContain('model.hidden  4 → 5\n  was small:24, now other:24\n');
    expect(await place.strat('diff', 'small.strat', 'bad.strat')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('error[unknown-setting]'),
    });
    expect(await place.strat('diff', 'small.strat', 'nowhere.strat')).toMatchObject({ code: 2 });
    expect(await place.strat('diff', 'small.strat')).toMatchObject({ code: 2 });
  });

  test('--set is about the second; --json has texts, places and hashes', async () => {
    const { code, stdout } = await place.strat('diff', 'small.strat', 'small.strat', '--set', 'k=5', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      same: false,
      values: [
        {
          path: 'portfolio.long.take',
          kind: 'changed',
          stage: 'book',
          before: { text: '3', saidBy: 'file', at: { file: 'small.strat', line: 39 } },
          after: { text: '5', saidBy: 'command line' },
        },
        { path: 'portfolio.short.take' },
      ],
      orders: { kind: 'all', from: '2022-01-01' },
    });
  });

  test('two strategies of one file', async () => {
    place.write(
      'two.strat',
      `use small\nstrategy a extends small { }\nstrategy b extends small { model { hidden 5 } }\n`,
    );
    const { stdout } = await place.strat('diff', 'two.strat#a', 'two.strat#b');
    expect(stdout).toContain('two.strat#a → two.strat#b: 1 difference');
    expect(await place.strat('diff', 'two.strat#a', 'two.strat#c')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('error[unknown-strategy]'),
    });
  });

  test('a finished run stands for its plan, with the sources it kept', async () => {
    const run = await place.strat('run', 'small.strat', '--config', 'config.yaml', '--mode', 'train', '--quiet');
    expect(run.code).toBe(0);
    const [id] = readdirSync(place.path('runs/small'));
    const folder = join('runs', 'small', id ?? '');
    expect(await place.strat('diff', folder, 'small.strat')).toMatchObject({ code: 0 });
    place.write('changed.strat', smallStrategy({ 'limit weight 40%': 'limit weight 30%' }));
    const { stdout } = await place.strat('diff', folder, 'changed.strat', '--config', 'config.yaml');
    expect(stdout).toContain('risk.limits.weight  40% → 30%\n  was small:51, now changed:51');
    expect(stdout).toMatch(/^ {2}model +stays, kept already$/m);
    expect(stdout).toMatch(/^ {2}book +booked anew, to do/m);
    expect(await place.strat('diff', 'small.strat', folder, '--set', 'k=5')).toMatchObject({ code: 2 });
  });

  test('a file as Git has it, with what it used then', async () => {
    const old = new Workplace();
    const git = (...words: string[]) =>
      execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@x', ...words], { cwd: old.folder });
    git('init', '--quiet');
    old.write('small.strat', smallStrategy());
    old.write('heir.strat', 'use small\nstrategy heir extends small { }\n');
    git('add', '.');
    git('commit', '--quiet', '-m', 'one');
    old.write('small.strat', smallStrategy({ 'hidden 4': 'hidden 5' }));
    const { code, stdout } = await old.strat('diff', 'HEAD:heir.strat', 'heir.strat');
    expect(stdout).toContain('HEAD:heir.strat → heir.strat: 1 difference\n\nmodel.hidden  4 → 5\n  small:24\n');
    expect(code).toBe(1);
    const missing = await old.strat('diff', 'HEAD:nowhere.strat', 'heir.strat');
    expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining('HEAD:nowhere.strat could not be read') });
    old.remove();
  });

  test('a folder that is no run, and a plan of another version, are told apart', async () => {
    expect((await place.strat('diff', '.', 'small.strat')).stderr).toContain('. is not the folder of a run');
    place.write('plan.json', '{"version": 0}');
    expect((await place.strat('diff', '.', 'small.strat')).stderr).toContain('run it again');
    place.write('plan.json', '{');
    expect((await place.strat('diff', '.', 'small.strat')).code).toBe(2);
  });
});
