import { expect, test } from 'vitest';
import { drawsScreens, hearsKeys, heedNoColor } from '../../../runtime/ui/terminal.ts';

function place(env: NodeJS.ProcessEnv, stdout = true, stdin = true) {
  return { env, stdout: { isTTY: stdout }, stdin: { isTTY: stdin } } as unknown as NodeJS.Process;
}

test.each([
  [place({ TERM: 'xterm-256color' }), true, true],
  [place({ TERM: 'xterm-256color', CI: 'false' }), true, true],
  [place({ TERM: 'xterm-256color' }, true, false), true, false],
  [place({ TERM: 'xterm-256color' }, false, true), false, false],
  [place({ TERM: 'dumb' }), false, false],
  [place({ TERM: 'xterm', CI: 'true' }), false, false],
])('%#: a screen only where one can be drawn, and keys only where somebody can press them', (its, draws, hears) => {
  expect([drawsScreens(its), hearsKeys(its)]).toEqual([draws, hears]);
});

test('NO_COLOR is heeded unless it is empty', () => {
  const after = (env: NodeJS.ProcessEnv) => {
    heedNoColor(env);
    return env.FORCE_COLOR;
  };
  expect(after({ NO_COLOR: '1' })).toBe('0');
  expect(after({ NO_COLOR: '' })).toBeUndefined();
  expect(after({})).toBeUndefined();
});
