import { LSPErrorCodes, type Position, ResponseError } from 'vscode-languageserver/node';
import { type Refusal, renameableAt, rename as renameIn } from '../../../compiler/service/rename.ts';
import { workspaceEdit } from '../edits.ts';
import type { Feature } from '../feature.ts';
import { isOwn, type Workspace } from '../workspace.ts';

/** Another name for a symbol, in every file of the project; refused where anything would mean something else by it. */
export const rename: Feature = {
  capabilities: { renameProvider: { prepareProvider: true } },
  register(connection, workspace) {
    connection.onPrepareRename(({ textDocument: { uri }, position }) => {
      const { found, analysis } = nameAt(uri, position, workspace);
      return { range: workspace.rangeOf(found.span, analysis), placeholder: found.symbol.name };
    });
    connection.onRenameRequest(({ textDocument: { uri }, position, newName }) => {
      const { found, analysis, offset } = nameAt(uri, position, workspace);
      const project = workspace.projectAround(uri, [found.symbol.name, newName]);
      const edits = accepted(renameIn(project, analysis.file, offset, newName, isOwn));
      const sources = new Map(project.documents.map(({ file, text }) => [file, text]));
      const changes = Array.from(edits, ([file, texts]) => {
        const rangeOf = (span: { start: number; end: number }) => workspace.rangeOf({ file, ...span }, { sources });
        return [workspace.uriOf(file), texts.map((edit) => ({ range: rangeOf(edit), newText: edit.text }))] as const;
      });
      return workspaceEdit(new Map(changes), workspace);
    });
  },
};

function nameAt(uri: string, position: Position, workspace: Workspace) {
  const analysis = workspace.analysisOf(uri);
  if (analysis === null) throw refusal('this file is not open');
  const offset = workspace.offsetAt(uri, position);
  return { found: accepted(renameableAt(analysis.symbols, analysis.file, offset, isOwn)), analysis, offset };
}

function accepted<T extends object>(answer: T | Refusal): T {
  if ('refused' in answer) throw refusal(answer.refused);
  return answer;
}

/** Shown to the user by clients, as it is. */
function refusal(why: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, why);
}
