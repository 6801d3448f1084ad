import { DocumentHighlightKind } from 'vscode-languageserver/node';
import { highlightsAt } from '../../../compiler/service/navigation.ts';
import type { Feature } from '../feature.ts';

/** The other mentions of the name at the caret, in the same text. */
export const highlight: Feature = {
  capabilities: { documentHighlightProvider: true },
  register(connection, workspace) {
    connection.onDocumentHighlight(({ textDocument: { uri }, position }) => {
      const analysis = workspace.analysisOf(uri);
      if (analysis === null) return null;
      return highlightsAt(analysis, workspace.offsetAt(uri, position)).map(({ span, declares }) => ({
        range: workspace.rangeOf(span, analysis),
        kind: declares ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
      }));
    });
  },
};
