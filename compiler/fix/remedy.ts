/**
 * What a message proposes to do about what it blames, in terms of the place that is blamed. `fix.ts` makes edits of a
 * text of it; no message knows the text.
 */
import type { Span } from '../../grammar/span.ts';
import type { BlockType } from '../../grammar/tree.ts';

export type Change =
  /** Other text where the blamed stands, or the part of it. */
  | { readonly kind: 'replace'; readonly part: string | null; readonly text: string }
  /** Behind the blamed, or before it. */
  | { readonly kind: 'insert'; readonly text: string; readonly side: 'before' | 'behind' }
  /** The sign that follows the blamed is another one: `delta = 0.05`. */
  | { readonly kind: 'sign'; readonly from: string; readonly to: string }
  /** The statement that the blamed stands in goes, with its line where it has one of its own. */
  | { readonly kind: 'drop' }
  /** The call that the blamed is, or is the function of, with all of its arguments: `$arguments` stands for them. */
  | { readonly kind: 'call'; readonly text: string }
  /** An argument of a call, with its comma. */
  | { readonly kind: 'drop argument' }
  /** The name of a block that has none: what it names is included. */
  | { readonly kind: 'include'; readonly name: string }
  /** The statement goes to where it means something. */
  | { readonly kind: 'move'; readonly to: BlockType | 'strategy' }
  /** Lines of their own in the block or the strategy that the blamed stands in. */
  | { readonly kind: 'lines'; readonly lines: readonly string[] }
  /** A `use` line at the top of the file, and lines as above. */
  | { readonly kind: 'use'; readonly path: string; readonly lines: readonly string[] }
  /** `allow CODE "…"` in the block that gives the warning, or in the strategy. */
  | { readonly kind: 'allow'; readonly code: string; readonly block: BlockType | null };

export interface Remedy {
  /** What it does, as an order: "change to `hidden`". */
  readonly title: string;
  readonly change: Change;
  /**
   * What was meant is beyond doubt and the result of the strategy stays what it was, so that it may be done unasked.
   * Everything else wants a look.
   */
  readonly safe: boolean;
  /** Where it is done, when that is not what is blamed. */
  readonly at?: Span | undefined;
}

interface Options extends Pick<Remedy, 'at'> {
  readonly safe?: boolean;
}

const quote = (text: string): string => `\`${text}\``;

export function replace(text: string, { safe = false, at }: Options = {}): Remedy {
  return { title: `change to ${quote(text)}`, change: { kind: 'replace', part: null, text }, safe, at };
}

/** In the blamed there is something to be written otherwise. */
export function replacePart(part: string, text: string, { safe = false }: Options = {}): Remedy {
  return { title: `change ${quote(part)} to ${quote(text)}`, change: { kind: 'replace', part, text }, safe };
}

/** `delta = 0.05`: a sign behind the blamed name. */
export function changeSign(from: string, to: string): Remedy {
  return { title: `change ${quote(from)} to ${quote(to)}`, change: { kind: 'sign', from, to }, safe: true };
}

/** One for each of what could be meant; a single one is safe when it is said to be. */
export function replaceByOneOf(texts: readonly string[], options: Options = {}): readonly Remedy[] {
  return texts.map((text) => replace(text, texts.length === 1 ? options : { at: options.at }));
}

/** The nearest known word, where there is one; safe when only case or `-` and `_` differ. */
export function spelled(word: string, nearest: string | null): Remedy | null {
  return nearest === null ? null : replace(nearest, { safe: fold(word) === fold(nearest) });
}

function fold(word: string): string {
  return word.toLowerCase().replace(/[-_]/g, '');
}

/** Behind the blamed. */
export function insert(text: string): Remedy {
  return { title: `add ${quote(text.trim())}`, change: { kind: 'insert', text, side: 'behind' }, safe: false };
}

/** A word that should stand where something else does: it goes before that. */
export function put(word: string): Remedy {
  return { title: `add ${quote(word)}`, change: { kind: 'insert', text: `${word} `, side: 'before' }, safe: false };
}

export function remove(what: string, { safe = false }: Options = {}): Remedy {
  return { title: `remove ${quote(what)}`, change: { kind: 'replace', part: null, text: '' }, safe };
}

export function dropLine({ safe = false }: Options = {}): Remedy {
  return { title: 'remove this line', change: { kind: 'drop' }, safe };
}

/** The blamed is called: all of the call is written otherwise. */
export function replaceCall(text: string): Remedy {
  return { title: `change to ${quote(text.replace('$arguments', '…'))}`, change: { kind: 'call', text }, safe: false };
}

/** What other systems call so, unless it has places that nobody has filled, `x` and `y`, or is a whole setting. */
export function replaceCallByOneOf(texts: readonly string[]): readonly Remedy[] {
  return texts.filter((text) => !/\b[xy]\b|…|^[a-z_]+ +\w/.test(text)).map(replaceCall);
}

export function dropArgument(): Remedy {
  return { title: 'remove this argument', change: { kind: 'drop argument' }, safe: false };
}

export function include(name: string): Remedy {
  return { title: `write ${quote(`include ${name}`)} in the block`, change: { kind: 'include', name }, safe: false };
}

export function move(to: BlockType | 'strategy'): Remedy {
  const where = to === 'strategy' ? 'out of the block' : `to ${quote(to)}`;
  return { title: `move this line ${where}`, change: { kind: 'move', to }, safe: false };
}

/** A block is shown on one line: `costs { spread 0 bps; … }`. */
function shown(lines: readonly string[]): string {
  const [first = '', ...more] = lines.map((line) => line.trim());
  if (!first.endsWith('{')) return [first, ...more].map(quote).join(', ');
  return quote(`${first} ${more.slice(0, -1).join('; ')} }`);
}

export function addLines(lines: readonly string[], { safe = false }: Options = {}): Remedy {
  return { title: `add ${shown(lines)}`, change: { kind: 'lines', lines }, safe };
}

export function use(path: string, lines: readonly string[] = []): Remedy {
  const more = lines.length === 0 ? '' : ` and ${shown(lines)}`;
  return { title: `add ${quote(`use ${path}`)}${more}`, change: { kind: 'use', path, lines }, safe: false };
}

/** Codes are kebab-case; in a strategy they are names. */
export function allow(code: string, block: BlockType | null): Remedy {
  const written = code.replaceAll('-', '_');
  return {
    title: `accept it with a reason: ${quote(`allow ${written}`)}`,
    change: { kind: 'allow', code: written, block },
    safe: false,
  };
}
