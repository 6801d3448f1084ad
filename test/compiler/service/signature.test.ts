/** The arguments of the call at the caret. */
import { describe, expect, test } from 'vitest';
import { signatureAt } from '../../../compiler/service/signature.ts';
import { at, read, shipped } from './support.ts';

function signature(marked: string) {
  const { analysis, offset } = at(marked);
  const found = signatureAt(analysis, offset);
  if (found === null) return null;
  const active = found.active === null ? null : found.parameters[found.active];
  return { label: found.label, active: active == null ? null : found.label.slice(active.start, active.end) };
}

const feature = (expression: string) => `strategy s {\n  features {\n    x = ${expression}`;

describe('which argument is being written', () => {
  test.each([
    ['mean(|', 'mean(x, window)', 'x'],
    ['mean(close, |', 'mean(x, window)', 'window'],
    ['mean(close, 2|', 'mean(x, window)', 'window'],
    ['mean(close, 20|)', 'mean(x, window)', 'window'],
    ['mean(returns(close, 1d), |', 'mean(x, window)', 'window'],
    ['mean(returns(close, |', 'returns(x, sessions)', 'sessions'],
    ['mean((open + |', 'mean(x, window)', 'x'],
    ['forward_return(close, after: |', 'forward_return(x, sessions, after: 0d)', 'after: 0d'],
    ['mean(close, 20d, |', 'mean(x, window)', null],
    ['rank(close, by: |', 'rank(x, by: none)', 'by: none'],
  ])('%s', (expression, label, active) => {
    const found = signature(feature(expression));
    expect(found).toEqual({ label, active });
  });

  test('the method of a setting is not the function of its name', () => {
    expect(signature('strategy s {\n  features { normalize zscore(|')?.label).toBe('zscore(clip: none)');
    expect(signature('strategy s {\n  model lstm { optimizer adamw(weight_decay: |')?.active).toBe(
      'weight_decay: 0.01',
    );
  });

  test('outside of a call there is none', () => {
    expect(signature(feature('mean(close, 20d) |'))).toBeNull();
    expect(signature(feature('(close + |'))).toBeNull();
    expect(signature(feature('nothing_like_it(|'))).toBeNull();
    expect(signature('# mean(|')).toBeNull();
  });
});

test.each(shipped())('at every place of %s there is an answer', (_, text) => {
  const analysis = read(text);
  for (let offset = 0; offset <= text.length; offset += 3) expect(() => signatureAt(analysis, offset)).not.toThrow();
});
