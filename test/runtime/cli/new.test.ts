/** A project begun elsewhere: it is right, runs, tells of a change, and takes nothing's place. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { nameOf } from '../../../runtime/cli/scaffold/name.ts';
import { REPOSITORY, Workplace } from '../../support/command.ts';

let workplace: Workplace;
beforeEach(() => {
  workplace = new Workplace();
});
afterEach(() => workplace.remove());

/** What `npm test` of the project runs, with `strat` from the sources. */
function npmTest(folder: string): string {
  const { scripts } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { scripts: { test: string } };
  const launch = join(REPOSITORY, 'runtime/cli/launch.ts');
  const script = `strat() { "${process.execPath}" "${launch}" "$@"; }\n${scripts.test}`;
  return execFileSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

test('it passes its own tests and the demo', async () => {
  expect((await workplace.strat('new', 'My-Idea')).code).toBe(0);
  const folder = workplace.path('My-Idea');
  expect(readdirSync(folder).sort()).toEqual([
    ...['.gitignore', 'README.md', 'approved', 'config.yaml', 'my_idea.strat', 'package.json'],
  ]);
  expect(npmTest(folder)).toContain('nothing known later changes a bit');
  const { code, stdout } = await workplace.strat(
    ...['run', 'My-Idea/my_idea.strat', '--config', 'My-Idea/config.yaml', '--evidence', 'none'],
  );
  expect(code).toBe(0);
  expect(stdout).toContain('Sharpe, net');
});

test('its tests fail when it means something else than was approved, and say what', async () => {
  await workplace.strat('new', 'idea');
  const file = workplace.path('idea/idea.strat');
  writeFileSync(file, readFileSync(file, 'utf8').replace('param k = 10', 'param k = 12'));
  expect(() => npmTest(workplace.path('idea'))).toThrow();
  const { stdout } = await workplace.strat('diff', 'idea/approved/idea.strat', 'idea/idea.strat');
  expect(stdout).toMatch(/10.*12/);
});

test('it depends on the strat that made it', async () => {
  mkdirSync(workplace.path('deep'));
  await workplace.strat('new', 'deep/er', '--name', 'idea');
  const folder = workplace.path('deep/er');
  const described = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  expect(described.name).toBe('idea');
  expect(resolve(folder, described.dependencies.strat.replace('file:', ''))).toBe(resolve(REPOSITORY));
  const own = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8'));
  expect(described.dependencies.node).toBe(own.dependencies.node);
});

describe('nothing is written', () => {
  test('over what is there', async () => {
    workplace.write('taken', 'mine');
    const { code, stderr } = await workplace.strat('new', 'taken');
    expect([code, stderr]).toEqual([2, expect.stringContaining('there is something at taken already')]);
    expect(readFileSync(workplace.path('taken'), 'utf8')).toBe('mine');
  });

  test('where nothing can be written, not even in part', async () => {
    workplace.write('file', '');
    const { code, stderr } = await workplace.strat('new', 'file/idea');
    expect([code, stderr]).toEqual([2, expect.stringContaining('file/idea could not be written')]);
    expect(readdirSync(workplace.folder)).toEqual(['file']);
  });

  // Of a word of expressions; of a package that the project needs.
  test.each(['2024', 'And', 'strat'])('of a name that is none: %s', async (name) => {
    const { code, stderr } = await workplace.strat('new', name);
    expect([code, stderr]).toEqual([2, expect.stringContaining('say another with `--name`')]);
    expect(existsSync(workplace.path(name))).toBe(false);
  });
});

test.each([
  ['momentum', 'momentum'],
  ['My first idea!', 'my_first_idea'],
  ['pairs-2', 'pairs_2'],
])('a folder %j has the strategy %s', (folder, name) => {
  expect(nameOf(folder)).toBe(name);
});
