import { inlaysIn } from '../../../compiler/service/inlays.ts';
import type { Feature } from '../feature.ts';

/** What is derived and nowhere written. Which of them are shown say `initializationOptions.inlayHints`. */
export const inlayHint: Feature = {
  capabilities: { inlayHintProvider: true },
  register(connection, workspace) {
    connection.languages.inlayHint.on(({ textDocument: { uri }, range }) => {
      const analysis = workspace.analysisOf(uri);
      if (analysis === null) return null;
      const [start, end] = [range.start, range.end].map((position) => workspace.offsetAt(uri, position)) as [
        number,
        number,
      ];
      return inlaysIn(analysis, { start, end }, workspace.inlays).map(({ offset, text }) => ({
        position: workspace.rangeOf({ file: analysis.file, start: offset, end: offset }, analysis).start,
        label: text,
        paddingLeft: true,
      }));
    });
  },
};
