import type { Hover, Position } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { hoverAt } from '../../../compiler/service/hover.ts';
import { configHover } from '../../../configs/service/service.ts';
import type { Feature } from '../feature.ts';

/** What the thing at the pointer is: its kind, unit and time, its form, what it is for. */
export const hover: Feature = {
  capabilities: { hoverProvider: true },
  register(connection, workspace) {
    connection.onHover(({ textDocument: { uri }, position }) => {
      const config = workspace.configAt(uri);
      if (config !== null) return ofConfig(config, position);
      const analysis = workspace.analysisOf(uri);
      const found = analysis === null ? null : hoverAt(analysis, workspace.offsetAt(uri, position));
      if (analysis === null || found === null) return null;
      return {
        contents: { kind: 'markdown', value: found.markdown },
        range: workspace.rangeOf(found.span, analysis),
      };
    });
  },
};

function ofConfig(config: TextDocument, position: Position): Hover | null {
  const found = configHover(config.getText(), config.offsetAt(position));
  if (found === null) return null;
  const range = { start: config.positionAt(found.start), end: config.positionAt(found.end) };
  return { contents: { kind: 'markdown', value: found.markdown }, range };
}
