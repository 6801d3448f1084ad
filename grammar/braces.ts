/**
 * Braces that are one too few or one too many, told by lines and indentation: without that, one brace would make
 * every later statement look misplaced.
 */
import { type IToken, tokenMatcher } from 'chevrotain';
import { endOf } from './cst.ts';
import { problem } from './problems.ts';
import { AnyWord, BlockTypeToken, LeftBrace, RightBrace, starter, Terminator } from './tokens.ts';
import type { SyntaxProblem } from './tree.ts';

const STRATEGY = starter('strategy');

/** How far to look along a line. */
const FORESIGHT = 200;

/** `universe`, `model lstm`, `strategy s extends p`: what a `{` must follow. */
export function isHeader(statement: readonly IToken[]): boolean {
  if (statement.length === 0) return false;
  const [first, ...rest] = statement;
  if (!rest.every((token) => tokenMatcher(token, AnyWord))) return false;
  if (first.tokenType === STRATEGY) return rest.length === 1 || (rest.length === 3 && rest[1].image === 'extends');
  return tokenMatcher(first, BlockTypeToken) && rest.length <= 1;
}

/**
 * Whether the `{` at `i` stands in the middle of a statement and opens nothing: `long top k { by prediction gross 5%`.
 * One at the end of its line, or closed on it, is left for the parser to pass over with all that it holds.
 */
export function isStray(tokens: readonly IToken[], i: number, statement: readonly IToken[], text: string): boolean {
  const [first] = statement;
  if (first === undefined || first.tokenType === STRATEGY || tokenMatcher(first, BlockTypeToken)) return false;
  if (statement.length <= 2 && statement.every((token) => tokenMatcher(token, AnyWord))) return false;
  for (let ahead = i + 1; ahead < Math.min(tokens.length, i + FORESIGHT); ahead++) {
    if (/[\r\n]/.test(text.slice(endOf(tokens[ahead - 1]), tokens[ahead].startOffset))) return ahead > i + 1;
    if (tokens[ahead].tokenType === RightBrace) return false;
  }
  return false;
}

/** After the layout pass: leaves out each `}` too many that is indented deeper than the line whose `{` it would close. */
export function dropUnmatched(
  tokens: IToken[],
  text: string,
  file: string,
): { readonly tokens: IToken[]; readonly problems: readonly SyntaxProblem[] } {
  let tooMany = countUnmatched(tokens);
  if (tooMany === 0) return { tokens, problems: [] };
  const problems: SyntaxProblem[] = [];
  const open: IToken[] = [];
  const kept: IToken[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (token.tokenType === LeftBrace) open.push(token);
    if (token.tokenType === RightBrace) {
      const indent = tooMany > 0 && open.length > 0 ? indentBefore(token, text) : null;
      if (indent !== null && indent > indentOfLine(open.at(-1)!, text)) {
        tooMany--;
        problems.push(problem('unmatched-brace', file, token.startOffset, endOf(token), {}));
        if (tokens[i + 1]?.tokenType === Terminator) i++; // its own
        continue;
      }
      open.pop();
    }
    kept.push(token);
  }
  return { tokens: kept, problems };
}

function countUnmatched(tokens: readonly IToken[]): number {
  let open = 0;
  let unmatched = 0;
  for (const { tokenType } of tokens) {
    if (tokenType === LeftBrace) open++;
    else if (tokenType === RightBrace && open > 0) open--;
    else if (tokenType === RightBrace) unmatched++;
  }
  return unmatched;
}

/** Blanks before a token that is the first of its line; null for any other. */
export function indentBefore(token: IToken, text: string): number | null {
  const before = /(?:^|[\r\n])([^\S\r\n]*)$/.exec(
    text.slice(Math.max(0, token.startOffset - FORESIGHT), token.startOffset),
  );
  return before === null ? null : before[1].length;
}

export function indentOfLine(token: IToken, text: string): number {
  const line = text
    .slice(Math.max(0, token.startOffset - FORESIGHT), token.startOffset)
    .split(/[\r\n]/)
    .at(-1)!;
  return line.search(/\S|$/);
}
