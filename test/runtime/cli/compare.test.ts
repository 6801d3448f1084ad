/** `strat compare`: what is missing is run, what there is is read. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SMALL_CONFIG, smallStrategy, Workplace } from '../../support/command.ts';

let place: Workplace;
beforeAll(async () => {
  place = new Workplace();
  place.write('small.strat', smallStrategy());
  place.write('narrow.strat', 'use small\nstrategy narrow extends small {\n  param k = 2 in 1 .. 20\n}\n');
  place.write('config.yaml', SMALL_CONFIG);
});
afterAll(() => place.remove());

const compare = (...words: readonly string[]) => place.strat('compare', ...words, '--config', 'config.yaml');

test('two strategies are run and held against each other, in the terminal and on a page', async () => {
  const { code, stdout, stderr } = await compare('small.strat', 'narrow.strat', '--evidence', 'none');
  expect({ code, stderr: stderr.includes('error') }).toEqual({ code: 0, stderr: false });
  expect(stdout).toMatch(/^ +small +narrow$/m);
  expect(stdout).toMatch(/^Sharpe ahead by +[+−]?\d/m);
  const [, page] = /^page {2}(.+)$/m.exec(stdout)!;
  expect(readFileSync(place.path(page!), 'utf8')).toContain('<h1>small · narrow</h1>');
  // The second was tried on the same test as the first.
  const [run] = readdirSync(place.path('runs/narrow'));
  const { luck } = JSON.parse(readFileSync(place.path(`runs/narrow/${run}/metrics.json`), 'utf8'));
  expect(luck.hypotheses).toBe(2);
}, 60_000);

test('folders of runs are read as they are; as JSON there is no page', async () => {
  const [run] = readdirSync(place.path('runs/small'));
  const before = readdirSync(place.path('runs/comparisons'));
  const { code, stdout } = await compare(
    `runs/small/${run}`,
    'narrow.strat',
    '--json',
    '--quiet',
    '--evidence',
    'none',
  );
  expect(code).toBe(0);
  const { sides, sessions } = JSON.parse(stdout);
  expect(sides.map((side: { name: string }) => side.name)).toEqual(['small', 'narrow']);
  expect(sides[1].first.sessions).toBe(sessions.length);
  expect(readdirSync(place.path('runs/comparisons'))).toEqual(before);
}, 60_000);

test('a page goes where it is told; what is no run says so, and so does a strategy with errors', async () => {
  const [run] = readdirSync(place.path('runs/small'));
  const folder = `runs/small/${run}`;
  expect((await compare(folder, folder, '--html', 'out.html')).code).toBe(0);
  expect(existsSync(place.path('out.html'))).toBe(true);
  const none = await compare(folder, 'runs');
  expect(none).toMatchObject({ code: 4, stderr: expect.stringContaining('runs holds no finished backtest') });
  place.write('wrong.strat', 'strategy wrong {');
  expect((await compare(folder, 'wrong.strat')).code).toBe(1);
  expect((await compare(folder)).code).toBe(2);
}, 60_000);
