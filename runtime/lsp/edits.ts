/** Edits of several texts in the shape of the protocol. */
import type { TextEdit, WorkspaceEdit } from 'vscode-languageserver/node';
import type { Workspace } from './workspace.ts';

/** A client that can is told of which state of its texts the edits are made, so that it does not do them in another. */
export function workspaceEdit(changes: ReadonlyMap<string, TextEdit[]>, workspace: Workspace): WorkspaceEdit {
  if (!workspace.takesVersions) return { changes: Object.fromEntries(changes) };
  return {
    documentChanges: Array.from(changes, ([uri, edits]) => ({
      textDocument: { uri, version: workspace.versionOf(uri) },
      edits,
    })),
  };
}
