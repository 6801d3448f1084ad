/** Texts coloured as VS Code does it: its own TextMate engine, on its own regular expressions. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import oniguruma from 'vscode-oniguruma';
import textmate, { type IGrammar } from 'vscode-textmate';

export const TEXT_MATE = join(import.meta.dirname, '../../examples/editor/vscode/syntaxes/strat.tmLanguage.json');

/** On one line; offsets are of the whole text. */
export interface Scoped {
  readonly start: number;
  readonly end: number;
  /** Without the root's; the innermost last. */
  readonly scopes: readonly string[];
}

export async function loadGrammar(): Promise<IGrammar> {
  await oniguruma.loadWASM(readFileSync(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm')));
  const registry = new textmate.Registry({
    onigLib: Promise.resolve(oniguruma),
    loadGrammar: async () => textmate.parseRawGrammar(readFileSync(TEXT_MATE, 'utf8'), TEXT_MATE),
  });
  const grammar = await registry.loadGrammar('source.strat');
  if (grammar === null) throw new Error('bug: there is no such grammar');
  return grammar;
}

/** @param text with line ends of one character */
export function colour(grammar: IGrammar, text: string): readonly Scoped[] {
  let stack = textmate.INITIAL;
  let offset = 0;
  return text.split('\n').flatMap((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
    const at = offset;
    stack = ruleStack;
    offset += line.length + 1;
    return tokens.map(({ startIndex, endIndex, scopes }) => ({
      start: at + startIndex,
      end: at + Math.min(endIndex, line.length),
      scopes: scopes.slice(1),
    }));
  });
}
