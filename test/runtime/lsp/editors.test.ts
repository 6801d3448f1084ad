/** The server driven by real editors, set up as docs/editor.md says, over files on disk: what its author would see. */
import { expect, test } from 'vitest';
import { Desk, isInstalled, mended, scriptsOf } from '../../support/editors/editors.ts';

const EGLOT = ['--batch', '-q', '--eval', "(progn (package-initialize) (require 'eglot))"];

test.skipIf(!isInstalled('nvim', '--version'))('Neovim', { timeout: 120_000 }, () => {
  using desk = new Desk();
  const [settings, script] = scriptsOf('neovim.lua');
  const seen = desk.work('nvim', ['--headless', '--clean', '--cmd', `luafile ${settings}`, '-c', `luafile ${script}`]);
  expect(seen).toMatchObject({
    diagnostics: ['24 unknown-setting'],
    fixes: ['change to `hidden`'],
    hover: expect.arrayContaining([expect.stringContaining('Squared error for small errors')]),
    completion: expect.arrayContaining(['layers']),
    signature: expect.stringMatching(/^adam\(learning_rate: 0\.001/),
    symbols: expect.arrayContaining(['[Class] small', '[Constant] k', '[Property] limit weight']),
    unfinished: ['40 unexpected-token'],
    renamed: ['mine.strat', 'heir.strat'],
    definition: expect.stringMatching(/^sp500\.strat: members sp500 =/),
  });
  expect(desk.read('mine.strat')).toBe(mended());
  expect(desk.read('heir.strat')).toContain('param count = 5');
});

test.skipIf(!isInstalled('emacs', ...EGLOT))('Emacs, with Eglot', { timeout: 120_000 }, () => {
  using desk = new Desk();
  const [settings, script] = scriptsOf('emacs.el');
  const seen = desk.work('emacs', [...EGLOT, '-l', settings, '-l', script]);
  expect(seen).toMatchObject({
    diagnostics: ['24 strat [unknown-setting]: `model` has no setting `hiden`'],
    fix: 'change to `hidden`',
    hover: expect.stringContaining('Squared error for small errors'),
    completion: expect.arrayContaining(['layers']),
    definition: expect.stringMatching(/^sp500\.strat: members sp500 =/),
  });
  expect(desk.read('mine.strat')).toBe(mended());
  expect(desk.read('heir.strat')).toContain('param count = 5');
});
