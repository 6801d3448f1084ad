/** Typed reading of Chevrotain's concrete tree, in which children are lists of tokens or nodes under labels. */
import type { CstNode, IToken } from 'chevrotain';
import type { Span } from './span.ts';

/** What was read, token by token; `recoveredNode` marks one in which a mistake was found. */
export type Cst = CstNode;

export function tokensOf(node: Cst | undefined, label: string): readonly IToken[] {
  return (node?.children[label] ?? []).filter((child): child is IToken => 'image' in child);
}

export function tokenOf(node: Cst | undefined, label: string): IToken | undefined {
  return tokensOf(node, label)[0];
}

export function nodesOf(node: Cst | undefined, label: string): readonly Cst[] {
  return (node?.children[label] ?? []).filter((child): child is Cst => 'children' in child);
}

export function nodeOf(node: Cst | undefined, label: string): Cst | undefined {
  return nodesOf(node, label)[0];
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
