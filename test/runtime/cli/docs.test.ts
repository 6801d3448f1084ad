import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { REPOSITORY, Workplace } from '../../support/command.ts';

let place: Workplace;
beforeEach(() => {
  place = new Workplace();
});
afterEach(() => place.remove());

const document = (name: string) => readFileSync(join(REPOSITORY, 'docs', name), 'utf8');

test('alone: the whole reference', async () => {
  expect(await place.strat('docs')).toMatchObject({ code: 0, stdout: document('reference.md'), stderr: '' });
});

test('in Markdown, into a folder', async () => {
  expect((await place.strat('docs', '--md', 'written')).stdout).toBe('2 files in written\n');
  const written = readFileSync(place.path('written/diagnostics.md'), 'utf8');
  expect(written).toBe(document('diagnostics.md'));
});

test('as a site, into a folder that has to be named', async () => {
  expect((await place.strat('docs', '--html', 'site')).code).toBe(0);
  expect(existsSync(place.path('site/index.html'))).toBe(true);
  expect(await place.strat('docs', '--html')).toMatchObject({ code: 2 });
});

test('the JSON Schema of configs', async () => {
  const schema = readFileSync(join(REPOSITORY, 'configs/schema.json'), 'utf8');
  expect(await place.strat('docs', '--schema')).toMatchObject({ code: 0, stdout: schema });
});

test('a folder that cannot be written is told', async () => {
  place.write('taken', 'a file');
  const { code, stderr } = await place.strat('docs', '--md', 'taken');
  expect(code).toBe(2);
  expect(stderr).toContain('could not be written');
});

test('a command, a group of settings, a code', async () => {
  expect((await place.strat('docs', 'run')).stdout).toMatch(/^### `strat run FILE/);
  expect((await place.strat('docs', 'data.bars')).stdout).toContain('close_adjusted_for');
  expect((await place.strat('docs', 'looks-ahead')).stdout).toContain('What `strat check` says');
});

test('one entry, also of two words', async () => {
  expect((await place.strat('docs', 'mean')).stdout).toMatch(/^### `mean\(x, window\)`\n/);
  expect((await place.strat('docs', 'stop', 'when')).stdout).toContain(
    'until resumed by hand, unless `resume after Nd`',
  );
});

test('a block gives its settings, a first word all that begin with it', async () => {
  const headings = async (name: string) =>
    [...(await place.strat('docs', name)).stdout.matchAll(/^### `(\w+)/gm)].map(([, word]) => word);
  expect(await headings('costs')).toEqual(['spread', 'commission', 'impact', 'borrow', 'financing', 'cash']);
  expect(await headings('stop')).toEqual(['stop', 'stop']);
  expect(new Set(await headings('limit'))).toEqual(new Set(['limit']));
});

test('a name of another system: what it is called here', async () => {
  expect((await place.strat('docs', 'sma')).stderr).toContain('here it is written `mean(');
  expect((await place.strat('docs', 'slippage')).stderr).toContain('`spread 5 bps`');
});

test('a misspelt name: did you mean', async () => {
  const { code, stdout, stderr } = await place.strat('docs', 'meen');
  expect(code).not.toBe(0);
  expect(stdout).toBe('');
  expect(stderr).toContain('did you mean `mean`?');
});
