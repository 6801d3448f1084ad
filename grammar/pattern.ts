/**
 * Patterns of settings (`settings.ts`), read once: the parser, the builder and the printer all walk these elements,
 * so that a new setting is a new row of the table and nothing else.
 */
import { SETTINGS, type SettingPattern } from './settings.ts';
import type { BlockType } from './tree.ts';

/** A `stretch` is a range of dates, or an expression that says how long. */
export type SlotType = 'expr' | 'dates' | 'stretch' | 'range' | 'name' | 'ticker' | 'time' | 'zone';

export type PatternElement =
  /** A fixed word, or a comma. */
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'slot'; readonly name: string; readonly type: SlotType }
  /** One of several phrases, each a list of words. */
  | { readonly kind: 'choice'; readonly name: string; readonly phrases: readonly (readonly string[])[] }
  | { readonly kind: 'optional'; readonly elements: readonly PatternElement[] }
  /** One of several sequences, each beginning with a word of its own. */
  | { readonly kind: 'either'; readonly branches: readonly (readonly PatternElement[])[] };

export interface SettingSyntax {
  readonly setting: SettingPattern;
  readonly elements: readonly PatternElement[];
  /** For people: `long top <count> by <score> [where <filter>] gross <gross>`. */
  readonly readable: string;
}

const SLOT_TYPES: ReadonlySet<string> = new Set([
  'expr',
  'dates',
  'stretch',
  'range',
  'name',
  'ticker',
  'time',
  'zone',
]);

const CLOSING: ReadonlySet<string> = new Set([']', ')', '|']);

/** Throws on a malformed pattern: the table is ours, so that is a bug. */
export function parsePattern(pattern: string): readonly PatternElement[] {
  const pieces = pattern.match(/<[^<>]+>|\[|\]|,|[a-z_]+|\S/g) ?? [];
  let at = 0;

  function sequence(...closing: (string | undefined)[]): PatternElement[] {
    const elements: PatternElement[] = [];
    for (; at < pieces.length && !CLOSING.has(pieces[at]); at++) elements.push(element(pieces[at]));
    if (!closing.includes(pieces[at])) throw new Error(`bug: unbalanced brackets in the pattern '${pattern}'`);
    return elements;
  }

  function branches(): PatternElement[][] {
    const found: PatternElement[][] = [];
    do {
      at++;
      found.push(sequence('|', ')'));
    } while (pieces[at] === '|');
    return found;
  }

  function element(piece: string): PatternElement {
    if (piece === '[') {
      at++;
      return { kind: 'optional', elements: sequence(']') };
    }
    if (piece === '(') return { kind: 'either', branches: branches() };
    if (piece.startsWith('<')) return slot(piece.slice(1, -1));
    if (piece !== ',' && !/^[a-z_]+$/.test(piece)) throw new Error(`bug: '${piece}' in the pattern '${pattern}'`);
    return { kind: 'word', text: piece };
  }

  return sequence(undefined);
}

function slot(inner: string): PatternElement {
  const [name, type] = inner.split(':');
  if (SLOT_TYPES.has(type)) return { kind: 'slot', name, type: type as SlotType };
  return { kind: 'choice', name, phrases: type.split('|').map((phrase) => phrase.split(' ')) };
}

function readableElement(element: PatternElement): string {
  switch (element.kind) {
    case 'word':
      return element.text;
    case 'slot':
      return readableSlot(element.name, element.type);
    case 'choice':
      return readableChoice(element.phrases.map((phrase) => phrase.join(' ')));
    case 'optional':
      return `[${readablePattern(element.elements)}]`;
    case 'either':
      return readableChoice(element.branches.map(readablePattern));
  }
}

function readableSlot(name: string, type: SlotType): string {
  if (type === 'stretch') return '(<from> .. <to> | <length>)';
  return type === 'dates' || type === 'range' ? '<from> .. <to>' : `<${name}>`;
}

function readableChoice(phrases: readonly string[]): string {
  return phrases.length === 1 ? phrases[0] : `(${phrases.join(' | ')})`;
}

function readablePattern(elements: readonly PatternElement[]): string {
  return elements.map(readableElement).join(' ').replaceAll(' ,', ',');
}

/** Every setting with its pattern parsed, in the order of the table. */
export const SYNTAXES: readonly SettingSyntax[] = SETTINGS.map((setting) => {
  const elements = parsePattern(setting.pattern);
  return { setting, elements, readable: `${setting.key} ${readablePattern(elements)}`.replaceAll(' [,', '[,') };
});

const BY_KEY = new Map(SYNTAXES.map((syntax) => [`${syntax.setting.block} ${syntax.setting.key}`, syntax]));

export function syntaxOf(block: BlockType, key: string): SettingSyntax | undefined {
  return BY_KEY.get(`${block} ${key}`);
}

/** All words that stand in patterns; keys are not among them. */
export function wordsOf(elements: readonly PatternElement[]): string[] {
  return elements.flatMap(wordsOfElement);
}

function wordsOfElement(element: PatternElement): string[] {
  switch (element.kind) {
    case 'word':
      return element.text === ',' ? [] : [element.text];
    case 'choice':
      return element.phrases.flat();
    case 'optional':
      return wordsOf(element.elements);
    case 'either':
      return element.branches.flatMap(wordsOf);
    case 'slot':
      return [];
  }
}
