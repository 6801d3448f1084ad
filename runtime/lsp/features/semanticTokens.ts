import { SemanticTokensBuilder } from 'vscode-languageserver/node';
import type { Analysis } from '../../../compiler/service/analysis.ts';
import {
  type SemanticToken,
  semanticTokensIn,
  TOKEN_MODIFIERS,
  TOKEN_TYPES,
  semanticTokens as tokensOf,
} from '../../../compiler/service/semanticTokens.ts';
import type { Feature } from '../feature.ts';
import type { Workspace } from '../workspace.ts';

/** What each word is: of the whole text, of what is in sight, or what has changed since. */
export const semanticTokens: Feature = {
  capabilities: {
    semanticTokensProvider: {
      legend: { tokenTypes: [...TOKEN_TYPES], tokenModifiers: [...TOKEN_MODIFIERS] },
      full: { delta: true },
      range: true,
    },
  },
  register(connection, workspace) {
    const { semanticTokens: requests } = connection.languages;
    /** By URI: it knows what it was last asked to tell. */
    const builders = new Map<string, SemanticTokensBuilder>();
    const builderOf = (uri: string) => {
      const builder = builders.get(uri) ?? new SemanticTokensBuilder();
      builders.set(uri, builder);
      return builder;
    };
    workspace.documents.onDidClose(({ document }) => builders.delete(document.uri));

    requests.on(({ textDocument: { uri } }) => {
      const analysis = workspace.analysisOf(uri);
      if (analysis === null) return { data: [] };
      const builder = builderOf(uri);
      builder.previousResult(''); // begins anew
      push(tokensOf(analysis), builder, analysis, workspace);
      return builder.build();
    });
    requests.onDelta(({ textDocument: { uri }, previousResultId }) => {
      const analysis = workspace.analysisOf(uri);
      if (analysis === null) return { data: [] };
      const builder = builderOf(uri);
      builder.previousResult(previousResultId);
      push(tokensOf(analysis), builder, analysis, workspace);
      return builder.buildEdits();
    });
    requests.onRange(({ textDocument: { uri }, range }) => {
      const analysis = workspace.analysisOf(uri);
      if (analysis === null) return { data: [] };
      const [from, to] = [workspace.offsetAt(uri, range.start), workspace.offsetAt(uri, range.end)];
      const builder = new SemanticTokensBuilder();
      push(semanticTokensIn(analysis, from, to), builder, analysis, workspace);
      return builder.build();
    });
  },
};

function push(
  tokens: readonly SemanticToken[],
  builder: SemanticTokensBuilder,
  analysis: Analysis,
  workspace: Workspace,
): void {
  for (const { start, end, type, modifiers } of tokens) {
    const { line, character } = workspace.rangeOf({ file: analysis.file, start, end }, analysis).start;
    const bits = modifiers.reduce((set, modifier) => set | (1 << TOKEN_MODIFIERS.indexOf(modifier)), 0);
    builder.push(line, character, end - start, TOKEN_TYPES.indexOf(type), bits);
  }
}
