/**
 * Strategies with one real-life mistake each, all of the kind that makes a backtest better than the truth. Each says at
 * its top what is wrong with it, which code refuses it and what that underlines; nothing else may be reported.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { renderDiagnostics } from '../../compiler/render.ts';
import { compileText, GOLDEN } from './support.ts';

const FOLDER = join(GOLDEN, 'leaky');
const names = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.strat'))
  .map((name) => name.slice(0, -'.strat'.length));

test('there are at least sixty', () => {
  expect(names.length).toBeGreaterThanOrEqual(60);
});

describe('refused, for the right reason, at the right place', () => {
  test.each(names)('%s', async (name) => {
    const text = readFileSync(join(FOLDER, `${name}.strat`), 'utf8');
    const { plan, diagnostics, sources } = compileText(text, { file: `${name}.strat` });
    const found = diagnostics.map(
      ({ severity, code, span }) =>
        `${severity}: ${code} at "${sources.get(span.file)?.slice(span.start, span.end).replace(/\s+/g, ' ')}"`,
    );
    expect(found).toEqual([`error: ${/^# expect: (.*)$/m.exec(text)?.[1]}`]);
    expect(plan).toBeNull();
    const transcript = `${renderDiagnostics(diagnostics, sources, { color: false })}\n`;
    await expect(transcript).toMatchFileSnapshot(join(FOLDER, `${name}.txt`));
  });
});
