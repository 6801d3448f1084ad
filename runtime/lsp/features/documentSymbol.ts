import { type DocumentSymbol as ProtocolSymbol, SymbolKind } from 'vscode-languageserver/node';
import type { Analysis } from '../../../compiler/service/analysis.ts';
import { type DocumentSymbol, documentSymbols } from '../../../compiler/service/documentSymbols.ts';
import type { Feature } from '../feature.ts';
import type { Workspace } from '../workspace.ts';

/** What a text declares, as a tree: the outline and the breadcrumbs of an editor. */
export const documentSymbol: Feature = {
  capabilities: { documentSymbolProvider: true },
  register(connection, workspace) {
    connection.onDocumentSymbol(({ textDocument: { uri } }) => {
      const analysis = workspace.analysisOf(uri);
      return analysis && documentSymbols(analysis).map((symbol) => protocolSymbol(symbol, analysis, workspace));
    });
  },
};

/** Of those that the protocol has, the nearest. */
export const KIND: Readonly<Record<DocumentSymbol['kind'], SymbolKind>> = {
  strategy: SymbolKind.Class,
  block: SymbolKind.Namespace,
  setting: SymbolKind.Property,
  param: SymbolKind.Constant,
  definition: SymbolKind.Variable,
  label: SymbolKind.Event,
  feature: SymbolKind.Field,
  members: SymbolKind.Array,
};

function protocolSymbol(symbol: DocumentSymbol, analysis: Analysis, workspace: Workspace): ProtocolSymbol {
  const { kind, name, detail, span, nameSpan, children } = symbol;
  return {
    name,
    detail,
    kind: KIND[kind],
    range: workspace.rangeOf(span, analysis),
    selectionRange: workspace.rangeOf(nameSpan, analysis),
    children: children.map((child) => protocolSymbol(child, analysis, workspace)),
  };
}
