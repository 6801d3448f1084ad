/**
 * Blocks within blocks, which the language does not have. Told from a block whose `}` was forgotten by indentation:
 * a nested one is written deeper than the block around it. It is read as if it stood after that block, so that neither
 * its statements nor those that follow it are misplaced.
 */
import { type IToken, tokenMatcher } from 'chevrotain';
import { indentBefore, indentOfLine, isHeader } from './braces.ts';
import { endOf } from './cst.ts';
import { problem } from './problems.ts';
import { BlockTypeToken, LeftBrace, RightBrace, starter, Terminator } from './tokens.ts';
import type { SyntaxProblem } from './tree.ts';

const STRATEGY = starter('strategy');

/** Blocks within blocks that are told apart; deeper ones are nobody's, and moving them would take ages. */
const MOST_NESTED = 20;

interface Open {
  readonly header: readonly IToken[];
  readonly isNested: boolean;
  /** Nested blocks read so far, to stand behind this one. */
  readonly moved: IToken[];
  /** Where its tokens go. */
  readonly out: IToken[];
}

/** After the layout pass. A strategy in a strategy is left out: it would be the one that is compiled. */
export function unnest(
  tokens: readonly IToken[],
  text: string,
  file: string,
): { readonly tokens: readonly IToken[]; readonly problems: readonly SyntaxProblem[] } {
  const balanced = isBalanced(tokens);
  const problems: SyntaxProblem[] = [];
  const root: IToken[] = [];
  const open: Open[] = [];
  let begins = 0;

  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    const out = open.at(-1)?.out ?? root;
    out.push(token);
    if (token.tokenType === LeftBrace) {
      const header = tokens.slice(begins, i);
      const outer = open.at(-1);
      const isNested = outer !== undefined && open.length <= MOST_NESTED && nests(header, outer.header, text, balanced);
      const moved: IToken[] = [];
      if (isNested) {
        const [first] = header;
        out.length -= header.length + 1;
        moved.push(...header, token);
        const facts = { inner: words(header), outer: words(outer.header) };
        problems.push(problem('nested-block', file, first.startOffset, endOf(header.at(-1)!), facts));
      }
      open.push({ header, isNested, moved: [], out: isNested ? moved : out });
      begins = i + 1;
    } else if (token.tokenType === RightBrace) {
      const closed = open.pop();
      if (tokens[i + 1]?.tokenType === Terminator) out.push(tokens[++i]);
      begins = i + 1;
      if (closed !== undefined) settle(closed, open.at(-1), open.at(-2));
    } else if (token.tokenType === Terminator) begins = i + 1;
  }
  while (open.length > 0) settle(open.pop()!, open.at(-1), open.at(-2));
  return { tokens: problems.length === 0 ? tokens : root, problems };

  /** What is nested waits until the block around it is closed; without a strategy to stand in, it is left out. */
  function settle(closed: Open, outer: Open | undefined, beyond: Open | undefined): void {
    if (!closed.isNested || outer === undefined) {
      closed.out.push(...closed.moved);
      return;
    }
    const hasPlace = beyond !== undefined && closed.header[0].tokenType !== STRATEGY;
    if (hasPlace) outer.moved.push(...closed.out, ...closed.moved);
  }
}

function nests(header: readonly IToken[], outer: readonly IToken[], text: string, balanced: boolean): boolean {
  const [first] = header;
  const [around] = outer;
  if (around === undefined || !isHeader(header) || !isHeader(outer)) return false;
  const inStrategy = around.tokenType === STRATEGY;
  if (first.tokenType === STRATEGY ? !inStrategy && !tokenMatcher(around, BlockTypeToken) : inStrategy) return false;
  const indent = indentBefore(first, text);
  return indent === null ? balanced : indent > indentOfLine(around, text);
}

function words(header: readonly IToken[]): string {
  return header
    .slice(0, 2)
    .map((token) => token.image)
    .join(' ');
}

function isBalanced(tokens: readonly IToken[]): boolean {
  let open = 0;
  for (const { tokenType } of tokens) {
    if (tokenType === LeftBrace) open++;
    else if (tokenType === RightBrace && --open < 0) return false;
  }
  return open === 0;
}
