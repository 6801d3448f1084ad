import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type Node, type Pair } from 'yaml';

/** Which part of a setting is meant: the key that should not be there, or the value that does not fit. */
export type Part = 'key' | 'value';

/**
 * Offset of a setting in the text. For a path that is not there (a missing key), that of the key it is missing under;
 * for the top of the file, its first key.
 */
export function locate(document: Document.Parsed, path: readonly (string | number)[], part: Part): number {
  let node: Node | null = document.contents;
  let offset = startOf(node);
  for (const [depth, key] of path.entries()) {
    const last = depth === path.length - 1;
    const resolved = isAlias(node) ? (node.resolve(document) ?? null) : node;
    if (isSeq(resolved)) {
      node = (resolved.items[Number(key)] as Node | undefined) ?? null;
      if (node) offset = startOf(node);
      continue;
    }
    const pair = isMap(resolved) ? pairOf(resolved.items as Pair[], key) : undefined;
    if (!pair) return offset;
    node = pair.value as Node | null;
    // A value left empty, and a map that lacks a key, are best shown at their key.
    offset = startOf(last && part === 'value' && isScalar(node) && node.source !== '' ? node : (pair.key as Node));
    if (last && part === 'value' && isSeq(node)) offset = startOf(node);
  }
  return offset;
}

/** Offsets into the text; `end` is not included. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** Of a setting with its key; for a path that is not there, the key it is missing under. */
export function rangeOf(document: Document.Parsed, path: readonly string[]): TextRange {
  const start = locate(document, path, 'key');
  const node = document.getIn(path, true);
  const end = isNode(node) ? node.range?.[1] : undefined;
  return { start, end: end === undefined || end < start ? start : end };
}

function pairOf(pairs: readonly Pair[], key: string | number): Pair | undefined {
  return pairs.find((pair) => isScalar(pair.key) && String(pair.key.value) === String(key));
}

function startOf(node: Node | null): number {
  return node?.range?.[0] ?? 0;
}
