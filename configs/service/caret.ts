/** Where a caret is in the YAML of a config: under which keys, and whether a key or a value is being written. */
import { isMap, isScalar, isSeq, type Node, type Pair, parseDocument } from 'yaml';
import type { Path } from './schemaAt.ts';

/** The YAML as far as it can be read; mistakes in it are told elsewhere. */
export function readYaml(text: string) {
  const document = parseDocument(text, { prettyErrors: false, merge: true, logLevel: 'silent' });
  return { document, value: valueIn(document) };
}

function valueIn(document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS();
  } catch {
    return null; // an alias of nothing; `parseConfig` tells it
  }
}

export interface KeyAt {
  readonly path: Path;
  readonly start: number;
  readonly end: number;
}

/** The key or the plain value at an offset, with the keys above it; null between them. */
export function keyAt(text: string, offset: number): KeyAt | null {
  return find(readYaml(text).document.contents, [], offset);
}

function find(node: unknown, path: Path, offset: number): KeyAt | null {
  if (isMap(node)) {
    for (const pair of node.items as Pair<Node, Node | null>[]) {
      if (!isScalar(pair.key)) continue;
      const below = [...path, String(pair.key.value)];
      const found = within(pair.key, below, offset) ?? find(pair.value, below, offset);
      if (found !== null) return found;
    }
  } else if (isSeq(node)) {
    for (const [i, item] of node.items.entries()) {
      const found = find(item, [...path, i], offset);
      if (found !== null) return found;
    }
  } else if (isScalar(node)) return within(node as Node, path, offset);
  return null;
}

function within({ range }: Node, path: Path, offset: number): KeyAt | null {
  const [start = 0, end = -1] = range ?? [];
  return start <= offset && offset <= end ? { path, start, end } : null;
}

export interface Caret {
  /** Of the group whose key, or of the setting whose value, is being written. */
  readonly path: Path;
  readonly writes: 'key' | 'value';
  /** What a completion takes the place of. */
  readonly start: number;
  readonly end: number;
}

const LINE = /^(?<blanks>[ ]*)(?:- +)?(?:(?<key>[\w.-]+):(?<gap>[ ]+)(?<value>[^#]*)|(?<word>[\w.-]*))$/;

/** By lines and indentation, since what is being written is not yet YAML. Null within comments and `{ … }` on one line. */
export function caretAt(text: string, offset: number): Caret | null {
  const before = text.slice(0, offset).split(/\r\n|\n|\r/);
  const line = before.at(-1) ?? '';
  const { blanks = '', key, value, word } = LINE.exec(line)?.groups ?? {};
  const written = value ?? word;
  if (written === undefined || /[{[]/.test(written)) return null;
  const rest = /^[\w./-]*/.exec(text.slice(offset))?.[0].length ?? 0;
  const group = groupAbove(before.slice(0, -1), blanks.length, line.trimStart().startsWith('-'));
  const start = offset - written.length;
  return {
    path: key === undefined ? group : [...group, key],
    writes: key === undefined ? 'key' : 'value',
    start,
    end: offset + rest,
  };
}

/** Keys of lines above that are indented less, innermost last. */
function groupAbove(lines: readonly string[], indent: number, isItem: boolean): Path {
  const path: (string | number)[] = isItem ? [0] : [];
  let left = indent;
  for (const line of lines.toReversed()) {
    const { blanks = '', dash, key } = /^(?<blanks> *)(?<dash>- +)?(?<key>[\w.-]+):/.exec(line)?.groups ?? {};
    if (key === undefined || /^\s*#/.test(line)) continue;
    const inner = blanks.length + (dash?.length ?? 0);
    if (dash !== undefined && inner === left) {
      path.unshift(0);
      left = blanks.length;
    } else if (inner < left || (isItem && path.length === 1 && inner <= left)) {
      path.unshift(key);
      left = blanks.length;
      if (dash !== undefined) path.unshift(0);
    }
  }
  return path;
}
