/** Trees as text without what stands beside them: for trees that have no text, or whose text is not at hand. */
import { Comments } from '../../grammar/format/comments.ts';
import { flatText } from '../../grammar/format/doc.ts';
import { expressionDoc } from '../../grammar/format/expression.ts';
import { writeTree } from '../../grammar/format/file.ts';
import type { Expression, SourceFile } from '../../grammar/tree.ts';

export function printed(tree: SourceFile): string {
  return writeTree(tree, new Comments('', []));
}

export function printedExpression(expression: Expression): string {
  return flatText(expressionDoc(expression, new Comments('', []))) ?? '';
}
