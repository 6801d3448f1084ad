/** The place that a diagnostic blames, in its text and in its syntax tree. */
import type { Span } from '../../grammar/span.ts';
import type { Block, BlockStatement, BlockType, SourceFile, Strategy, StrategyStatement } from '../../grammar/tree.ts';
import type { SpanEdit } from '../edits.ts';

export interface Site {
  readonly span: Span;
  readonly text: string;
  readonly tree: SourceFile;
}

/** Where lines of their own can be put. */
export type Home = Strategy | Block;

/**
 * @param wanted null for the block that is blamed, or else the strategy; a type for the block of that type, which is
 * the strategy where the file has none; `strategy` for the strategy itself
 */
export function homeOf({ span, tree }: Site, wanted: BlockType | 'strategy' | null): Home | null {
  const outer = tree.declarations.find((each) => contains(each.span, span));
  if (outer?.kind === 'block') return wanted === null || wanted === outer.type ? outer : null;
  if (outer?.kind !== 'strategy') return null;
  if (wanted === 'strategy') return outer;
  const blocks = outer.statements.filter((each) => each.kind === 'block');
  const inside = blocks.find((each) => contains(each.span, span));
  if (wanted === null) return inside ?? outer;
  return inside?.type === wanted ? inside : (blocks.find(({ type }) => type === wanted) ?? outer);
}

/** The statement around the blamed taken out of the text. */
export function removal(site: Site): readonly SpanEdit[] | null {
  const statement = statementAt(site);
  return statement === null ? null : removed(statement.span, site);
}

/** The line of the blamed, from the blamed on, without a comment. */
export function lineOf({ span, text }: Site): Span {
  const rest = /^[^\r\n;}#]*/.exec(text.slice(span.start))?.[0].trimEnd().length ?? 0;
  return { ...span, end: span.start + rest };
}

/** A statement taken out of the text, with its line where it has one of its own. */
export function removed({ start, end }: Span, site: Site): readonly SpanEdit[] {
  const { text } = site;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const after = /^[ \t]*;?[ \t]*/.exec(text.slice(end))?.[0].length ?? 0;
  const rest = /^(?:#[^\r\n]*)?(?:\r\n|\n|\r|$)/.exec(text.slice(end + after));
  const isAlone = text.slice(lineStart, start).trim() === '' && rest !== null;
  if (isAlone) return [edit(site, lineStart, end + after + (rest?.[0].length ?? 0))];
  // Last of its line: the sign that parted it from the one before goes along.
  const before = /;?[ \t]*$/.exec(text.slice(lineStart, start))?.[0].length ?? 0;
  const isLast = !text.slice(end, end + after).includes(';');
  return [isLast ? edit(site, start - before, end) : edit(site, start, end + after)];
}

function edit({ span }: Site, start: number, end: number): SpanEdit {
  return { span: { file: span.file, start, end }, text: '' };
}

type Statement = BlockStatement | Exclude<StrategyStatement, Block>;

/** The innermost one that is no block. */
export function statementAt({ span, tree }: Site): Statement | null {
  for (const declaration of tree.declarations) {
    if (!contains(declaration.span, span)) continue;
    if (declaration.kind === 'definition') return declaration;
    if (declaration.kind === 'members') return null;
    for (const statement of declaration.statements) {
      if (!contains(statement.span, span)) continue;
      if (statement.kind !== 'block') return statement;
      return statement.statements.find((each) => contains(each.span, span)) ?? null;
    }
  }
  return null;
}

function contains(whole: Span, part: Span): boolean {
  return whole.start <= part.start && part.end <= whole.end;
}
