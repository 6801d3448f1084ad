/** Strategies in documents are the language: they compile without a word, or give the codes that are said. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { renderDiagnostics } from '../../compiler/render.ts';
import type { Block } from '../../scripts/docs/blocks.ts';
import { ROOT } from '../../scripts/docs/documents.ts';
import { compileText, variant } from '../compiler/support.ts';
import { cases, wordsOf } from './support.ts';

const blocks = cases(['strat']);
const excerpts = blocks.filter(([, { options }]) => options.has('excerpt'));
const compiled = blocks.filter(([, { options }]) => !options.has('excerpt'));

describe('strategies', () => {
  test.each(compiled)('%s', (_place, block) => {
    for (const text of programsOf(block)) {
      const { diagnostics, sources } = compileText(text);
      const wrong = wordsOf(block, 'wrong');
      if (wrong.length === 0) expect(renderDiagnostics(diagnostics, sources, { color: false })).toBe('');
      else expect([...new Set(diagnostics.map(({ code }) => code))].sort()).toEqual([...wrong].sort());
    }
  });
});

describe('excerpts are what the file says', () => {
  test.each(excerpts)('%s', (_place, block) => {
    const [file = ''] = wordsOf(block, 'excerpt');
    const lines = readFileSync(join(ROOT, file), 'utf8').split('\n');
    let at = 0;
    for (const line of block.text.split('\n')) {
      if (line.trim() === '…' || line.trim() === '') continue;
      const found = lines.indexOf(line, at);
      expect(found, `\`${line}\` in ${file}, from line ${at + 1}`).toBeGreaterThanOrEqual(at);
      at = found + 1;
    }
  });
});

/** Whole files as they are; a fragment within a complete strategy, `each` line of it by itself. */
function programsOf(block: Block): readonly string[] {
  const [within] = wordsOf(block, 'fragment');
  if (within === undefined) return [block.text];
  const parts = block.options.has('each') ? block.text.split('\n').filter((line) => line.trim() !== '') : [block.text];
  return parts.map((part) => {
    const uses = part.split('\n').filter((line) => line.startsWith('use '));
    const rest = part.split('\n').filter((line) => !line.startsWith('use '));
    const statements = rest.join('\n');
    const inBlock = within === 'strategy' ? statements : `${within} {\n${statements}\n}`;
    return ['use std.universe.sp500', ...uses, variant(inBlock)].join('\n');
  });
}
