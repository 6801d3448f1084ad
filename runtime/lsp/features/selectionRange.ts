import type { SelectionRange } from 'vscode-languageserver/node';
import { selectionAt } from '../../../compiler/service/selection.ts';
import type { Feature } from '../feature.ts';

/** What is selected when a selection grows: the word, its expression, its statement, its block, … */
export const selectionRange: Feature = {
  capabilities: { selectionRangeProvider: true },
  register(connection, workspace) {
    connection.onSelectionRanges(({ textDocument: { uri }, positions }) => {
      const analysis = workspace.analysisOf(uri);
      return (
        analysis &&
        positions.map((position): SelectionRange => {
          const around = selectionAt(analysis, workspace.offsetAt(uri, position));
          const ranges = around.map((span) => workspace.rangeOf(span, analysis));
          const whole = ranges.reduceRight<SelectionRange | undefined>(
            (parent, range) => (parent === undefined ? { range } : { range, parent }),
            undefined,
          );
          return whole ?? { range: { start: position, end: position } };
        })
      );
    });
  },
};
