/** Typed reading of Chevrotain's concrete tree, in which children are lists of tokens or nodes under labels. */
import type { CstElement, CstNode, IToken } from 'chevrotain';
import type { Span } from './span.ts';

/** What was read, token by token; `recoveredNode` marks one in which a mistake was found. */
export type Cst = CstNode;

const NONE: readonly never[] = [];

// A label stands for tokens or for nodes, never for both, so that its first child tells which the others are.

export function tokensOf(node: Cst | undefined, label: string): readonly IToken[] {
  const children = node?.children[label];
  return children !== undefined && children.length > 0 && isToken(children[0]) ? (children as IToken[]) : NONE;
}

export function tokenOf(node: Cst | undefined, label: string): IToken | undefined {
  return tokensOf(node, label)[0];
}

export function nodesOf(node: Cst | undefined, label: string): readonly Cst[] {
  const children = node?.children[label];
  return children !== undefined && children.length > 0 && !isToken(children[0]) ? (children as Cst[]) : NONE;
}

export function nodeOf(node: Cst | undefined, label: string): Cst | undefined {
  return nodesOf(node, label)[0];
}

function isToken(child: CstElement): child is IToken {
  return 'image' in child;
}

export function endOf(token: IToken): number {
  return token.startOffset + token.image.length;
}

export function spanOf(token: IToken, file: string): Span {
  return { file, start: token.startOffset, end: endOf(token) };
}

/** From its first token to the one that closes it, or as far as it was read. */
export function bracketed(node: Cst, first: IToken, closing: string, file: string): Span {
  const last = tokenOf(node, closing);
  return last === undefined ? extentOf(node, file)! : { file, start: first.startOffset, end: endOf(last) };
}

/** From the first to the last token of a node, terminators left out; null when it has none. */
export function extentOf(node: Cst, file: string): Span | null {
  return extentOfStatement(node, file) ?? extentOfTokens(node, file);
}

/** A whole statement begins with a word of its own and ends where the layout pass put its terminator. */
function extentOfStatement(node: Cst, file: string): Span | null {
  const terminator = tokenOf(node, 'Terminator');
  if (terminator === undefined || terminator.image !== '') return null; // a `;` may stand apart
  let start = Number.POSITIVE_INFINITY;
  for (const label in node.children) {
    const child = node.children[label][0];
    if (isToken(child) && child !== terminator && child.startOffset < start) start = child.startOffset;
  }
  return start <= terminator.startOffset ? { file, start, end: terminator.startOffset } : null;
}

function extentOfTokens(node: Cst, file: string): Span | null {
  let start = Number.POSITIVE_INFINITY;
  let end = Number.NEGATIVE_INFINITY;
  const visit = (inner: Cst): void => {
    for (const label in inner.children) {
      for (const child of inner.children[label]) {
        if ('children' in child) visit(child);
        else if (child.tokenType.name !== 'Terminator') {
          start = Math.min(start, child.startOffset);
          end = Math.max(end, endOf(child));
        }
      }
    }
  };
  visit(node);
  return start <= end ? { file, start, end } : null;
}
