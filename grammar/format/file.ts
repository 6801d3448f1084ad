/** A tree in canonical layout: bodies of statements, their comments, and the empty lines between them. */
import type { Block, BlockType, Declaration, SourceFile, Strategy, StrategyStatement, Use } from '../tree.ts';
import { type Entry, linesOf } from './columns.ts';
import type { Comment, Comments } from './comments.ts';
import { flatText, INDENT, WIDTH } from './doc.ts';
import { type RowStatement, rowOf } from './row.ts';

/** The text of a tree, with the comments that belong to it. Ends in a line end. */
export function writeTree(file: SourceFile, comments: Comments): string {
  const statements = [...file.uses, ...file.declarations].sort((a, b) => a.span.start - b.span.start);
  const body = { statements, end: file.span.end, block: null, margin: 0, mayBeginApart: false };
  return `${bodyLines(body, comments).join('\n')}\n`;
}

type Statement = Use | Declaration | StrategyStatement | RowStatement;

interface Body {
  readonly statements: readonly Statement[];
  /** Comments before this offset are its own. */
  readonly end: number;
  /** Whose settings stand here. */
  readonly block: BlockType | null;
  readonly margin: number;
  /** An empty line behind the `{` is kept. */
  readonly mayBeginApart: boolean;
}

function bodyLines({ statements, end, block, margin, mayBeginApart }: Body, comments: Comments): string[] {
  const entries: Entry[] = [];
  const add = (content: Entry['content'], apart: boolean, behind: Comment | undefined) => {
    entries.push({ content, apart: apart && (entries.length > 0 || mayBeginApart), behind: behind?.text ?? null });
  };
  const addComments = (found: readonly Comment[], apart: boolean) => {
    found.forEach((comment, i) => {
      add([' '.repeat(margin) + comment.text], (i === 0 && apart) || comments.isApart(comment.start), undefined);
    });
  };

  /** Comments inside a statement that found no place there: the first goes behind it, the others before the next. */
  let displaced: readonly Comment[] = [];
  let previous: { readonly statement: Statement; readonly content: Entry['content'] } | null = null;
  statements.forEach((statement, i) => {
    const { start, end: statementEnd } = statement.span;
    const leading = [...displaced, ...comments.take(start)];
    const content = contentOf(statement, block, margin, comments);
    const apart: boolean = previous !== null && mustStandApart(previous, { statement, content });
    addComments(leading, apart);
    const next = statements[i + 1]?.span.start ?? end;
    const [behind, ...more] = [...comments.take(statementEnd), ...comments.takeBehind(statementEnd, next)];
    add(content, (apart && leading.length === 0) || comments.isApart(start), behind);
    displaced = more;
    previous = { statement, content };
  });
  addComments([...displaced, ...comments.take(end)], false);
  return linesOf(entries, margin);
}

interface Written {
  readonly statement: Statement;
  readonly content: Entry['content'];
}

/** Blocks of several lines stand apart, and what a file uses from what it declares; the rest is the author's choice. */
function mustStandApart(a: Written, b: Written): boolean {
  const isTall = ({ content }: Written) => 'length' in content && content.length > 1;
  return isTall(a) || isTall(b) || (a.statement.kind === 'use') !== (b.statement.kind === 'use');
}

function contentOf(
  statement: Statement,
  block: BlockType | null,
  margin: number,
  comments: Comments,
): Entry['content'] {
  switch (statement.kind) {
    case 'strategy': {
      const parent = statement.parent === null ? '' : ` extends ${statement.parent.text}`;
      return braced(statement, `strategy ${statement.name.text}${parent}`, margin, comments);
    }
    case 'block': {
      const name = statement.name === null ? '' : ` ${statement.name.text}`;
      return braced(statement, `${statement.type}${name}`, margin, comments);
    }
    default:
      return rowOf(statement, block, comments);
  }
}

function braced(node: Strategy | Block, header: string, margin: number, comments: Comments): readonly string[] {
  const blanks = ' '.repeat(margin);
  const oneLine = onOneLine(node, comments);
  if (oneLine !== null && margin + header.length + oneLine.length <= WIDTH) return [`${blanks}${header} ${oneLine}`];
  const isStrategy = node.kind === 'strategy';
  const { end } = node.span;
  const headerEnd = isStrategy ? (node.parent ?? node.name).span.end : (node.name?.span ?? node.typeSpan).end;
  const [behind] = comments.takeBehind(headerEnd, node.statements[0]?.span.start ?? end);
  const body = {
    statements: node.statements,
    end,
    block: isStrategy ? null : node.type,
    margin: margin + INDENT,
    mayBeginApart: isStrategy,
  };
  const opening = `${blanks}${header} {${behind === undefined ? '' : `  ${behind.text}`}`;
  return [opening, ...bodyLines(body, comments), `${blanks}}`];
}

/** Nothing, or the one setting of a block whose author wrote it so; null when it takes several lines. */
function onOneLine(node: Strategy | Block, comments: Comments): string | null {
  if (comments.hasAny(node.span.end)) return null;
  if (node.statements.length === 0) return '{ }';
  if (node.kind === 'strategy' || node.statements.length > 1) return null;
  if (!comments.isOneLine(node.span.start, node.span.end)) return null;
  const { cells } = rowOf(node.statements[0], node.type, comments);
  return `{ ${cells.map(flatText).join(' ')} }`;
}
