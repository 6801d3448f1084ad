/** Lines of their own put into a block, a strategy or the top of a file. */
import type { SpanEdit } from '../edits.ts';
import type { Home, Site } from './site.ts';

const INDENT = '  ';

/** Null where the block has no end to put them before. */
export function insertLines(lines: readonly string[], home: Home | null, site: Site): readonly SpanEdit[] | null {
  if (home === null) return null;
  const { text } = site;
  const closing = home.span.end - 1;
  if (text.charAt(closing) !== '}') return null;
  const first = home.kind === 'strategy' ? firstBlockOf(home, text) : null;
  // What a strategy says of itself stands before its blocks; a block behind those there are.
  const before = first !== null && lines[0]?.endsWith('{') !== true ? first : null;
  if (before !== null && isFirstOfLine(before, text)) {
    const indent = indentAt(before, text);
    const written = lines.map((line) => `${line}\n`).join(indent);
    return [at(before, `${written}\n${indent}`, site)];
  }
  const isOneLine = !text.slice(home.span.start, closing).includes('\n');
  if (isOneLine && home.kind === 'block') return [withinLine(lines, home, closing, site)];
  const lineStart = lineStartOf(closing, text);
  const isOwnLine = text.slice(lineStart, closing).trim() === '';
  const indent = `${indentAt(home.span.start, text)}${INDENT}`;
  const written = lines.map((line) => `${indent}${line}\n`).join('');
  return [at(isOwnLine ? lineStart : closing, isOwnLine ? written : `\n${written}`, site)];
}

/** `execution { decide at close }` */
function withinLine(lines: readonly string[], home: Home, closing: number, site: Site): SpanEdit {
  const inside = site.text.slice(0, closing).trimEnd();
  const isEmpty = inside.endsWith('{');
  const isParted = isEmpty || inside.endsWith(';') || home.statements.length === 0;
  const end = inside.length;
  const span = { file: site.span.file, start: end, end: closing };
  return { span, text: `${isParted ? ' ' : '; '}${lines.join('; ')} ` };
}

/** Behind the last `use`, or before the first declaration. */
export function insertUse(path: string, site: Site): SpanEdit {
  const { text, tree } = site;
  const last = tree.uses.at(-1);
  // Behind its line, with the comment that may stand there.
  if (last !== undefined) return at(lineEndOf(last.span.end, text), `\nuse ${path}`, site);
  const start = lineStartOf(withCommentsAbove(tree.declarations[0]?.span.start ?? text.length, text), text);
  return at(start, `use ${path}\n\n`, site);
}

function firstBlockOf({ statements }: Extract<Home, { kind: 'strategy' }>, text: string): number | null {
  const block = statements.find(({ kind }) => kind === 'block');
  return block === undefined ? null : withCommentsAbove(block.span.start, text);
}

/** The comments right above something are about it. */
function withCommentsAbove(offset: number, text: string): number {
  let start = offset;
  for (;;) {
    const above = /(#[^\r\n]*)(\r\n|\n|\r)[ \t]*$/.exec(text.slice(0, start));
    if (above === null || !isFirstOfLine(above.index, text)) return start;
    start = above.index;
  }
}

function at(offset: number, text: string, { span }: Site): SpanEdit {
  return { span: { file: span.file, start: offset, end: offset }, text };
}

function lineStartOf(offset: number, text: string): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

function lineEndOf(offset: number, text: string): number {
  const found = /[\r\n]/.exec(text.slice(offset));
  return found === null ? text.length : offset + found.index;
}

function indentAt(offset: number, text: string): string {
  return /^[ \t]*/.exec(text.slice(lineStartOf(offset, text)))?.[0] ?? '';
}

function isFirstOfLine(offset: number, text: string): boolean {
  return text.slice(lineStartOf(offset, text), offset).trim() === '';
}
