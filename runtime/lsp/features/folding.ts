import { FoldingRangeKind } from 'vscode-languageserver/node';
import { type Fold, foldsOf } from '../../../compiler/service/folding.ts';
import type { Feature } from '../feature.ts';

/** Blocks, lists of `use` and comments of several lines. */
export const folding: Feature = {
  capabilities: { foldingRangeProvider: true },
  register(connection, workspace) {
    connection.onFoldingRanges(({ textDocument: { uri } }) => {
      const analysis = workspace.analysisOf(uri);
      return (
        analysis &&
        foldsOf(analysis).map((fold) => {
          const { start, end } = workspace.rangeOf({ file: analysis.file, ...fold }, analysis);
          // The line of the `}` stays in sight.
          const endLine = fold.kind === 'block' ? Math.max(start.line, end.line - 1) : end.line;
          const kind = KIND[fold.kind];
          return { startLine: start.line, endLine, ...(kind !== null && { kind }) };
        })
      );
    });
  },
};

const KIND: Readonly<Record<Fold['kind'], FoldingRangeKind | null>> = {
  block: null,
  comment: FoldingRangeKind.Comment,
  uses: FoldingRangeKind.Imports,
};
