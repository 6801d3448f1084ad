import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { format } from '../../grammar/format/format.ts';
import { compileText, GOLDEN, goldenNames, planOf } from './support.ts';

/** The same text with every blank, line end and column gone that may go. */
function squeezed(text: string): string {
  return text
    .replace(/^[ \t]+/gm, ' ')
    .replace(/(\S)[ \t]{2,}/g, '$1 ')
    .replace(/\n{2,}/g, '\n');
}

test.each(goldenNames('valid'))('formatting %s changes no hash of its plan', (name) => {
  const text = readFileSync(join(GOLDEN, 'valid', `${name}.strat`), 'utf8');
  const { plan } = compileText(text);
  expect(plan).not.toBeNull();
  for (const source of [text, squeezed(text)]) {
    const formatted = format(source, 'mine.strat').text;
    expect(planOf(formatted ?? '').hash).toBe(plan?.hash);
  }
});
