/**
 * What has been written before the caret, as the layout of the language sees it: which blocks are open, and what the
 * statement says so far. Read from tokens, not from the tree, since what is being written is not yet a statement.
 */
import type { IToken } from 'chevrotain';
import { layOut } from '../../../grammar/layout.ts';
import { lex } from '../../../grammar/lexer.ts';
import type { Span } from '../../../grammar/span.ts';
import { isStarter, LeftBrace, RightBrace, Terminator, wordOf } from '../../../grammar/tokens.ts';

export interface Caret {
  /** The word that is being written, which a completion takes the place of; empty between words. */
  readonly word: Span;
  /** What of it stands before the caret. */
  readonly typed: string;
  /** The first words of the open blocks, outermost first: `strategy`, `costs`. */
  readonly open: readonly Header[];
  /** Of the statement, before the word. */
  readonly before: readonly IToken[];
  /** Nothing stands behind the caret that belongs to the statement. */
  readonly isLast: boolean;
}

export interface Header {
  readonly type: string;
  /** Of `model lstm {`: `lstm`. */
  readonly name: string | null;
  readonly start: number;
}

/** Stands where the caret is, so that the layout tells whether a statement begins there or goes on. */
const PROBE = 'caret_';

/** Null within comments and quoted texts, where nothing is completed. */
export function caretAt(text: string, offset: number, file: string): Caret | null {
  const typed = /[A-Za-z_]\w*$/.exec(text.slice(Math.max(0, offset - LONGEST), offset))?.[0] ?? '';
  const start = offset - typed.length;
  const written = `${text.slice(0, start)}${PROBE}`;
  const { tokens } = layOut(lex(written, file).tokens, written, file);
  const probe = tokens.findLastIndex((token) => token.startOffset === start && token.image === PROBE);
  if (probe < 0) return null;
  const rest = /^\w*/.exec(text.slice(offset, offset + LONGEST))?.[0].length ?? 0;
  const end = offset + rest;
  const { open, first } = openBlocks(tokens.slice(0, probe));
  return {
    word: { file, start, end },
    typed,
    open,
    before: tokens.slice(first, probe),
    isLast: /^[^\S\r\n]*(?:[\r\n;}#]|$)/.test(text.slice(end, end + LONGEST)),
  };
}

const LONGEST = 200;

/** `first` is where the statement begins that the tokens end in. */
function openBlocks(tokens: readonly IToken[]): { readonly open: readonly Header[]; readonly first: number } {
  const open: Header[] = [];
  let first = 0;
  for (const [i, { tokenType }] of tokens.entries()) {
    if (tokenType === LeftBrace) open.push(headerOf(tokens.slice(first, i)));
    else if (tokenType === RightBrace) open.pop();
    if (tokenType === LeftBrace || tokenType === RightBrace || tokenType === Terminator) first = i + 1;
  }
  return { open, first };
}

function headerOf([head, name]: readonly IToken[]): Header {
  return {
    type: head === undefined || !isStarter(head) ? '' : wordOf(head),
    name: name?.image ?? null,
    start: head?.startOffset ?? 0,
  };
}
