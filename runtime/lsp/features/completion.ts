import { type CompletionItem, CompletionItemKind, InsertTextFormat, type Position } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { completionsAt } from '../../../compiler/service/completion/completion.ts';
import {
  type About,
  documentationOf,
  expanded,
  type Item,
  type ItemKind,
} from '../../../compiler/service/completion/item.ts';
import { configCompletions } from '../../../configs/service/service.ts';
import type { Feature } from '../feature.ts';

const KINDS: Readonly<Record<ItemKind, CompletionItemKind>> = {
  block: CompletionItemKind.Module,
  setting: CompletionItemKind.Property,
  statement: CompletionItemKind.Keyword,
  word: CompletionItemKind.Keyword,
  value: CompletionItemKind.Value,
  unit: CompletionItemKind.Unit,
  function: CompletionItemKind.Function,
  method: CompletionItemKind.Method,
  field: CompletionItemKind.Field,
  param: CompletionItemKind.Constant,
  definition: CompletionItemKind.Variable,
  argument: CompletionItemKind.Property,
  name: CompletionItemKind.Reference,
  library: CompletionItemKind.File,
  warning: CompletionItemKind.Event,
};

/** What could be written at the caret. What is told of an item is worked out when somebody looks at it. */
export const completion: Feature = {
  // A language of words: behind a blank the next one is due.
  capabilities: { completionProvider: { resolveProvider: true, triggerCharacters: [' ', '.', '(', '/'] } },
  register(connection, workspace) {
    connection.onCompletion(({ textDocument: { uri }, position }) => {
      const config = workspace.configAt(uri);
      if (config !== null) return ofConfig(config, position);
      const analysis = workspace.analysisOf(uri);
      if (analysis === null) return null;
      const offset = workspace.offsetAt(uri, position);
      return completionsAt(analysis, offset).map((item): CompletionItem => {
        const text = workspace.takesSnippets ? item.snippet : expanded(item.snippet);
        return {
          ...shown(item),
          insertTextFormat: workspace.takesSnippets ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
          textEdit: { range: workspace.rangeOf(item.span, analysis), newText: text },
          ...(item.also !== undefined && {
            additionalTextEdits: item.also.map((edit) => ({
              range: workspace.rangeOf(edit.span, analysis),
              newText: edit.text,
            })),
          }),
        };
      });
    });
    connection.onCompletionResolve((item) => {
      const about: About | null = item.data ?? null;
      if (about === null) return item;
      return { ...item, documentation: { kind: 'markdown', value: documentationOf(about) } };
    });
  },
};

function shown({ label, kind, detail, rank, about }: Item): CompletionItem {
  return {
    label,
    kind: KINDS[kind],
    ...(detail !== '' && { detail }),
    // Clients sort by text.
    sortText: String(Math.round(rank * 100)).padStart(4, '0') + label,
    ...(about !== null && { data: about }),
  };
}

function ofConfig(config: TextDocument, position: Position): CompletionItem[] {
  return configCompletions(config.getText(), config.offsetAt(position)).map((item, place) => ({
    label: item.label,
    kind: item.kind === 'key' ? CompletionItemKind.Property : CompletionItemKind.EnumMember,
    detail: item.detail,
    sortText: String(place).padStart(4, '0'),
    textEdit: {
      range: { start: config.positionAt(item.start), end: config.positionAt(item.end) },
      newText: item.insert,
    },
    documentation: { kind: 'markdown', value: item.documentation },
  }));
}
