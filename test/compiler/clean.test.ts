/** Strategies as good people write them: not one may be refused or warned about, or the checker cries wolf. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { renderDiagnostics } from '../../compiler/render.ts';
import { compileText, GOLDEN } from './support.ts';

const FOLDER = join(GOLDEN, 'clean');
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.strat'));

test('there are at least forty', () => {
  expect(files.length).toBeGreaterThanOrEqual(40);
});

test.each(files)('%s', (file) => {
  const text = readFileSync(join(FOLDER, file), 'utf8');
  const { plan, diagnostics, sources } = compileText(text, { file });
  expect(renderDiagnostics(diagnostics, sources, { color: false })).toBe('');
  expect(plan).not.toBeNull();
});
