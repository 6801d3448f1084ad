/** The server driven by a real editor: Neovim, set up as docs/editor.md says. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { format } from '../../../grammar/format/format.ts';
import { REPOSITORY, smallStrategy, Workplace } from '../../support/command.ts';
import { installed, startsStrat } from '../../support/editors/editors.ts';

const SETTINGS = join(REPOSITORY, 'examples/editor/neovim.lua');
const SCRIPT = join(REPOSITORY, 'test/support/editors/neovim.lua');

const version = installed('nvim');
const here = new Workplace();

afterAll(() => here.remove());

test.skipIf(version === null)('an author works on a strategy in Neovim', { timeout: 120_000 }, async () => {
  const text = smallStrategy({
    'hidden 4': 'layers 1\n    hiden 4',
    'huber(delta: 0.05)': 'huber(delta: 0.05) + spearman_loss(temperature: 0.05)',
  });
  here.write('package.json', '{}');
  here.write('mine.strat', text);
  here.write('heir.strat', 'use mine\n\nstrategy heir extends small {\n  param k = 5\n}\n');
  startsStrat(here);
  const words = ['--headless', '--clean', '--cmd', `luafile ${SETTINGS}`, '-c', `luafile ${SCRIPT}`];
  mkdirSync(here.path('state'));
  const env = { ...process.env, XDG_STATE_HOME: here.path('state'), XDG_CACHE_HOME: here.path('state') };
  execFileSync('nvim', words, { cwd: here.folder, env, timeout: 100_000, stdio: 'pipe' });
  const seen = JSON.parse(readFileSync(here.path('seen.json'), 'utf8'));

  expect(seen.failed).toBeUndefined();
  expect(seen.diagnostics).toEqual(['25 unknown-setting']);
  expect(seen.fixes).toEqual(['change to `hidden`']);
  expect(seen.hover.join('\n')).toContain('Squared error for small errors');
  expect(seen.completion).toContain('dropout');
  expect(seen.signature).toBe('spearman_loss(temperature: 0.05)');
  expect(seen.symbols).toEqual(expect.arrayContaining(['[Class] small', '[Constant] k', '[Property] limit weight']));
  expect(seen.unfinished).toEqual(['40 unexpected-token']);
  expect(seen.renamed).toEqual(['mine.strat', 'heir.strat']);
  expect(seen.definition).toMatch(/^sp500\.strat: members sp500 =/);

  const fixed = text
    .replace('hiden', 'hidden')
    .replace('param k', 'param count')
    .replaceAll(/(top|bottom) k/g, '$1 count');
  expect(readFileSync(here.path('mine.strat'), 'utf8')).toBe(format(fixed, 'mine.strat').text);
  expect(readFileSync(here.path('heir.strat'), 'utf8')).toContain('param count = 5');
});
