/** What is done unasked, round by round. */
import { expect, test } from 'vitest';
import type { Diagnostic } from '../../../compiler/diagnostic.ts';
import { dropLine, replace } from '../../../compiler/fix/remedy.ts';
import { mend } from '../../../compiler/fix/safe.ts';
import { compileText } from '../support.ts';

const FILE = 'mine.strat';

test('a fix may bring to light what the next is for, and what is left wants a look', () => {
  const text = 'strategy a {\n  universe {\n    members all\n    require raw_close ≥ 5 usd\n  }\n}\n';
  const { text: after, done } = mend(FILE, text, (now) => compileText(now));
  expect(after).toContain('require raw_close >= 5 USD');
  expect(done.map(({ code, line }) => [code, line])).toEqual([
    ['unexpected-character', 3],
    ['unknown-unit', 3],
  ]);
  expect(compileText(after).diagnostics.map(({ code }) => code)).toContain('missing-block');
});

const wrong = (remedies: Diagnostic['remedies']): Diagnostic => ({
  code: 'some-code',
  severity: 'error',
  message: 'wrong',
  span: { file: FILE, start: 0, end: 1 },
  label: null,
  related: [],
  hints: [],
  remedies,
});

test('what does not help is not done', () => {
  const never = () => ({ diagnostics: [wrong([replace('x', { safe: true })])], sources: new Map([[FILE, 'a b']]) });
  expect(mend(FILE, 'a b', never)).toEqual({ text: 'a b', done: [] });
});

test('what wants a look is not done', () => {
  const check = (text: string) => ({
    diagnostics: text === 'a b' ? [wrong([replace('x'), dropLine()])] : [],
    sources: new Map([[FILE, text]]),
  });
  expect(mend(FILE, 'a b', check)).toEqual({ text: 'a b', done: [] });
});
