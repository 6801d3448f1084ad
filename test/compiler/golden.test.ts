/**
 * What people read: summaries of valid programs, transcripts of invalid ones, long explanations. `vitest run
 * test/compiler -u` approves new ones; review them as prose.
 */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { explain, explainableCodes } from '../../compiler/explain.ts';
import { renderDiagnostics } from '../../compiler/render.ts';
import { summarize } from '../../compiler/summary.ts';
import { compileGolden, compileText, GOLDEN, goldenNames } from './support.ts';

describe('valid programs', () => {
  test.each(goldenNames('valid'))('%s', async (name) => {
    const { plan, diagnostics, sources } = compileGolden('valid', name);
    expect(renderDiagnostics(diagnostics, sources, { color: false })).toBe('');
    expect(plan).not.toBeNull();
    if (plan !== null) await expect(`${summarize(plan)}\n`).toMatchFileSnapshot(join(GOLDEN, 'valid', `${name}.txt`));
  });
});

/** Too long to keep as files. */
const GENERATED: Readonly<Record<string, string>> = {
  'file-too-large': '#'.repeat(30_000_000),
  'too-many-problems': `strategy s {\n${'  ? ;\n'.repeat(400)}}\n`,
};

const seen = new Set<string>();

describe('invalid programs', () => {
  test.each([...goldenNames('invalid'), ...Object.keys(GENERATED)])('%s', async (name) => {
    const generated = GENERATED[name];
    const compilation =
      generated === undefined ? compileGolden('invalid', name) : compileText(generated, { file: `${name}.strat` });
    const { diagnostics, sources } = compilation;
    for (const { code } of diagnostics) seen.add(code);
    const code = name.split('--')[0];
    if (code !== 'many') expect(diagnostics.map((diagnostic) => diagnostic.code)).toContain(code);
    const transcript = `${renderDiagnostics(diagnostics, sources, { color: false })}\n`;
    await expect(transcript).toMatchFileSnapshot(join(GOLDEN, 'invalid', `${name}.txt`));
  });

  test('every code has a golden', () => {
    expect(explainableCodes().filter((code) => !seen.has(code))).toEqual([]);
  });
});

test('every code is explained, with a wrong and a right example', async () => {
  const texts = explainableCodes().map((code) => explain(code));
  await expect(`${texts.join('\n\n\n')}\n`).toMatchFileSnapshot(join(GOLDEN, 'explain.txt'));
});
