/** What each word and sign of a text is, for colours that know more than its spelling. */
import type { BlockType, Setting } from '../../grammar/tree.ts';
import { type WordKind, wordsOf } from '../../grammar/words.ts';
import type { Analysis } from './analysis.ts';
import { childrenOf, type Node } from './path.ts';
import { holdsValues, METHOD_SLOT } from './slots.ts';
import type { Occurrence, SymbolKind } from './symbols.ts';

/** As the protocol calls them, so that themes know them. The legend: it may grow only at its end. */
export const TOKEN_TYPES = [
  'keyword',
  'type',
  'property',
  'variable',
  'parameter',
  'function',
  'namespace',
  'class',
  'number',
  'string',
  'comment',
  'operator',
  'enumMember',
] as const;

export const TOKEN_MODIFIERS = ['declaration', 'readonly', 'defaultLibrary'] as const;

export type TokenType = (typeof TOKEN_TYPES)[number];
export type TokenModifier = (typeof TOKEN_MODIFIERS)[number];

/** On one line. */
export interface SemanticToken {
  readonly start: number;
  readonly end: number;
  readonly type: TokenType;
  readonly modifiers: readonly TokenModifier[];
}

/** In source order. A name that means nothing has none, so that a slip of the keyboard stays without its colour. */
export function semanticTokens({ text, file, main, symbols }: Analysis): readonly SemanticToken[] {
  const meanings = new Map<number, Meaning>();
  collectChoices(main.tree, meanings);
  for (const occurrence of symbols.in(file)) addOccurrence(occurrence, text, meanings);
  return wordsOf(text, file).flatMap(({ kind, start, end }) => {
    const type = OF_WORD[kind];
    const plain = type === null ? null : { type, modifiers: [] };
    const meaning = kind === 'name' || kind === 'word' ? (meanings.get(start) ?? plain) : plain;
    return meaning === null ? [] : [{ start, end, ...meaning }];
  });
}

/** Those that touch a stretch of the text. */
export function semanticTokensIn(analysis: Analysis, from: number, to: number): readonly SemanticToken[] {
  return semanticTokens(analysis).filter(({ start, end }) => start < to && end > from);
}

type Meaning = Pick<SemanticToken, 'type' | 'modifiers'>;

const OF_WORD: Readonly<Record<WordKind, TokenType | null>> = {
  statement: 'keyword',
  word: 'keyword',
  name: null,
  unit: 'type',
  number: 'number',
  text: 'string',
  operator: 'operator',
  comment: 'comment',
  sign: null,
};

const OF_SYMBOL: Readonly<Record<SymbolKind, TokenType>> = {
  param: 'parameter',
  label: 'variable',
  definition: 'variable',
  feature: 'property',
  portfolio: 'class',
  strategy: 'class',
  block: 'namespace',
  members: 'variable',
  value: 'variable',
  library: 'namespace',
  field: 'variable',
  function: 'function',
};

function addOccurrence({ span, symbol, declares }: Occurrence, text: string, meanings: Map<number, Meaning>): void {
  const isLanguage = symbol.kind === 'field' || symbol.kind === 'function';
  const modifiers: TokenModifier[] = declares ? ['declaration'] : isLanguage ? ['readonly', 'defaultLibrary'] : [];
  // Of a path, each of its words.
  for (const word of text.slice(span.start, span.end).matchAll(/\w+/g)) {
    meanings.set(span.start + word.index, { type: OF_SYMBOL[symbol.kind], modifiers });
  }
}

const CHOICE: Meaning = { type: 'enumMember', modifiers: [] };
const METHOD: Meaning = { type: 'function', modifiers: ['defaultLibrary'] };
const ARGUMENT: Meaning = { type: 'parameter', modifiers: [] };

/** Names that no symbol stands for: of models and kinds of splits, of what settings choose among, of methods, of arguments. */
function collectChoices(node: Node, meanings: Map<number, Meaning>): void {
  if (!('kind' in node)) {
    if (node.name !== null) meanings.set(node.name.span.start, ARGUMENT);
  } else if (node.kind === 'block') {
    if (node.name !== null) meanings.set(node.name.span.start, CHOICE);
    for (const statement of node.statements) {
      if (statement.kind === 'setting') collectSlots(statement, node.type, meanings);
    }
  }
  for (const child of childrenOf(node)) collectChoices(child, meanings);
}

function collectSlots({ key, slots }: Setting, block: BlockType, meanings: Map<number, Meaning>): void {
  for (const [slot, { kind, span }] of Object.entries(slots)) {
    if (slot === METHOD_SLOT) meanings.set(span.start, METHOD);
    else if (!holdsValues(block, key, slot) && kind !== 'words') meanings.set(span.start, CHOICE);
  }
}
