import type { TextEdit } from 'vscode-languageserver/node';
import type { Edit } from '../../../compiler/edits.ts';
import type { Analysis } from '../../../compiler/service/analysis.ts';
import { formatEdits, formatEditsIn } from '../../../compiler/service/formatting.ts';
import type { Feature } from '../feature.ts';
import type { Workspace } from '../workspace.ts';

/** The layout of `strat fmt`, of a whole text or of some lines. It has no options, so those of the client are not asked. */
export const formatting: Feature = {
  capabilities: { documentFormattingProvider: true, documentRangeFormattingProvider: true },
  register(connection, workspace) {
    connection.onDocumentFormatting(({ textDocument: { uri } }) => {
      const analysis = workspace.analysisOf(uri);
      return analysis && textEdits(formatEdits(analysis), analysis, workspace);
    });
    connection.onDocumentRangeFormatting(({ textDocument: { uri }, range }) => {
      const analysis = workspace.analysisOf(uri);
      if (analysis === null) return null;
      const [from, to] = [workspace.offsetAt(uri, range.start), workspace.offsetAt(uri, range.end)];
      return textEdits(formatEditsIn(analysis, from, to), analysis, workspace);
    });
  },
};

function textEdits(edits: readonly Edit[], analysis: Analysis, workspace: Workspace): TextEdit[] {
  return edits.map(({ start, end, text }) => ({
    range: workspace.rangeOf({ file: analysis.file, start, end }, analysis),
    newText: text,
  }));
}
