/** The TextMate grammar, by the engine that VS Code has, beside what the language server says of the same words. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { analyse } from '../../compiler/service/analysis.ts';
import { semanticTokens, type TokenType } from '../../compiler/service/semanticTokens.ts';
import { importResolver } from '../../runtime/cli/imports.ts';
import { textMateGrammar } from '../../scripts/editor/textMate.ts';
import { colour, loadGrammar, type Scoped, TEXT_MATE } from '../support/textMate.ts';

const ROOT = join(import.meta.dirname, '../..');
const FILES = globSync('{strategies,examples,stdlib,test/golden/{valid,libraries}}/**/*.strat', { cwd: ROOT }).sort();

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8').replaceAll('\r\n', '\n');

test('the grammar in the repository is the one that is made of the tokens and settings of today', () => {
  expect(readFileSync(TEXT_MATE, 'utf8'), 'run: node scripts/textMate.ts').toBe(textMateGrammar());
});

test('a strategy in its colours', async () => {
  const grammar = await loadGrammar();
  const text = read('strategies/kelly_weekly.strat');
  const lines = colour(grammar, text)
    .filter(({ start, end }) => text.slice(start, end).trim() !== '')
    .map(({ start, end, scopes }) => `${text.slice(start, end).padEnd(24)} ${scopes.at(-1)?.replace('.strat', '')}`);
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('../golden/textmate.txt');
});

/** What the server calls a word, and how the grammar may scope it: of names it cannot know more than that they are. */
const AGREED: Readonly<Record<TokenType, RegExp>> = {
  keyword: /^(?:keyword\.(?:control|other|operator\.logical)|storage|constant\.language)/,
  type: /^keyword\.other\.(?:unit|period)/,
  number: /^constant\.(?:numeric|other)/,
  string: /^string/,
  comment: /^comment/,
  operator: /^keyword\.operator/,
  // Words of settings that are kept, of which some are names: `method`, `zone`.
  enumMember: /^(?:variable|entity|keyword\.other)/,
  property: /^variable/,
  variable: /^variable/,
  parameter: /^variable/,
  // `by garch`: a word of a setting, too.
  function: /^(?:entity\.name\.function|variable|keyword\.other\.strat)/,
  namespace: /^(?:entity\.name|variable|storage\.type\.block)/,
  class: /^(?:entity|variable)/,
};

test(`it agrees with the language server on every word of the ${FILES.length} strategies and libraries here`, async () => {
  const grammar = await loadGrammar();
  let words = 0;
  const disagreed = FILES.flatMap((file) => {
    const text = read(file);
    const scopes = scopeByOffset(colour(grammar, text), text.length);
    const tokens = semanticTokens(analyse({ file: join(ROOT, file), text }, importResolver()));
    words += tokens.length;
    return tokens
      .filter(({ start, type }) => !AGREED[type].test(scopes[start]!))
      .map(({ start, end, type }) => `${file}: ${text.slice(start, end)} is ${type}, and scoped ${scopes[start]}`);
  });
  expect(disagreed).toEqual([]);
  expect(words).toBeGreaterThan(2_000);
});

function scopeByOffset(scoped: readonly Scoped[], length: number): readonly string[] {
  const byOffset = new Array<string>(length).fill('');
  for (const { start, end, scopes } of scoped) byOffset.fill(scopes.at(-1) ?? '', start, end);
  return byOffset;
}
