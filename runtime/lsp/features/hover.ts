import { hoverAt } from '../../../compiler/service/hover.ts';
import type { Feature } from '../feature.ts';

/** What the thing at the pointer is: its kind, unit and time, its form, what it is for. */
export const hover: Feature = {
  capabilities: { hoverProvider: true },
  register(connection, workspace) {
    connection.onHover(({ textDocument: { uri }, position }) => {
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
