import { referencesAt } from '../../../compiler/service/navigation.ts';
import { readProject } from '../../../compiler/service/project.ts';
import type { Feature } from '../feature.ts';

/** Every mention of a name in the project, in files that are open and others. */
export const references: Feature = {
  capabilities: { referencesProvider: true },
  register(connection, workspace) {
    connection.onReferences(({ textDocument: { uri }, position, context }) => {
      const analysis = workspace.analysisOf(uri);
      if (analysis === null) return null;
      const offset = workspace.offsetAt(uri, position);
      const symbol = analysis.symbols.at(analysis.file, offset)?.symbol;
      if (symbol === undefined) return null;
      const read = readProject(workspace.projectAround(uri, [symbol.name]));
      const options = { withDeclarations: context.includeDeclaration };
      return referencesAt(read.symbols, analysis.file, offset, options).map((span) => workspace.placeOf(span, read));
    });
  },
};
