import { definitionAt } from '../../../compiler/service/navigation.ts';
import type { Feature } from '../feature.ts';

/** Where a name is declared, also in the library that comes with the language, whose files are opened as they are. */
export const definition: Feature = {
  capabilities: { definitionProvider: true },
  register(connection, workspace) {
    connection.onDefinition(({ textDocument: { uri }, position }) => {
      const analysis = workspace.analysisOf(uri);
      const target = analysis && definitionAt(analysis, workspace.offsetAt(uri, position));
      return target && workspace.placeOf(target, analysis);
    });
  },
};
