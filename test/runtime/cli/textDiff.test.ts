/** Unified diffs are what Git understands: applied by it to the one text, they make the other. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { unifiedDiff } from '../../../runtime/cli/textDiff.ts';

const folder = mkdtempSync(join(tmpdir(), 'strat-text-diff-'));
afterAll(() => rmSync(folder, { recursive: true }));

function applied(before: string, patch: string): string {
  const file = join(folder, 'mine.strat');
  writeFileSync(file, before);
  execFileSync('git', ['apply', '-p0', '--whitespace=nowarn', '-'], { cwd: folder, input: patch });
  return readFileSync(file, 'utf8');
}

const lines = fc.array(fc.constantFrom('a', 'b', 'c', '', '  d'), { minLength: 1, maxLength: 30 });
const texts = fc.tuple(lines, fc.boolean()).map(([all, ended]) => `${all.join('\n')}x${ended ? '\n' : ''}`);

test('what Git makes of one text and the diff is the other', () => {
  fc.assert(
    fc.property(texts, texts, (before, after) => {
      fc.pre(before !== after);
      expect(applied(before, unifiedDiff(before, after, 'mine.strat'))).toBe(after);
    }),
    { numRuns: 60, seed: 4 },
  );
});

test('changes far apart are hunks of their own, and what did not change is not shown', () => {
  const text = Array.from({ length: 30 }, (_, i) => `line ${i}`);
  const changed = text.with(2, 'other').with(25, 'other');
  const diff = unifiedDiff(`${text.join('\n')}\n`, `${changed.join('\n')}\n`, 'mine.strat').split('\n');
  expect(diff.filter((line) => line.startsWith('@@'))).toEqual(['@@ -1,6 +1,6 @@', '@@ -23,7 +23,7 @@']);
  expect(diff.filter((line) => /^[-+](?![-+])/.test(line))).toEqual(['-line 2', '+other', '-line 25', '+other']);
});
