import {
  type CodeAction,
  CodeActionKind,
  LSPErrorCodes,
  type Range,
  ResponseError,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { type Fix, Fixes } from '../../../compiler/fix/fix.ts';
import { tidied } from '../../../compiler/fix/tidy.ts';
import type { Analysis } from '../../../compiler/service/analysis.ts';
import { protocolDiagnostic } from '../diagnostics.ts';
import { workspaceEdit } from '../edits.ts';
import type { Feature } from '../feature.ts';
import { findingsByUri } from '../findings.ts';
import type { Workspace } from '../workspace.ts';

/** What can be done about the diagnostics at a place; the first that is beyond doubt is the one to prefer. */
export const codeAction: Feature = {
  capabilities: { codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix], resolveProvider: true } },
  register(connection, workspace) {
    connection.onCodeAction(({ textDocument: { uri }, range, context: { only } }) => {
      if (workspace.analysisOf(uri) === null || (only !== undefined && !only.some(isQuickFix))) return null;
      return offersAt(uri, range, workspace).map(({ action, edit }) =>
        workspace.resolvesFixes ? action : { ...action, edit: edit() },
      );
    });
    connection.onCodeActionResolve((action) => {
      const { uri, version, range, index }: Data = action.data;
      const offer = workspace.versionOf(uri) === version ? offersAt(uri, range, workspace)[index] : undefined;
      if (offer?.action.title !== action.title) {
        throw new ResponseError(LSPErrorCodes.ContentModified, 'the text has changed since this was offered');
      }
      return { ...action, edit: offer.edit() };
    });
  },
};

interface Offer {
  readonly action: CodeAction;
  /** Worked out when somebody chooses it: the whole text is formatted with it. */
  readonly edit: () => WorkspaceEdit;
}

/** What an action is found by again. */
interface Data {
  readonly uri: string;
  readonly version: number | null;
  readonly range: Range;
  readonly index: number;
}

function offersAt(uri: string, range: Range, workspace: Workspace): readonly Offer[] {
  const found = findingsByUri(workspace).get(uri) ?? [];
  const fixesOf = new Map(found.map(({ analysis }) => [analysis, new Fixes(analysis.sources)]));
  const offers = found.flatMap(({ diagnostic, analysis }) => {
    const isHere = touches(workspace.rangeOf(diagnostic.span, analysis), range);
    const fixes = isHere ? fixesOf.get(analysis)!.of(diagnostic) : [];
    return fixes.map((fix) => ({ diagnostic, analysis, fix }));
  });
  const version = workspace.versionOf(uri);
  return offers.map(({ diagnostic, analysis, fix }, index) => ({
    action: {
      title: fix.title,
      kind: CodeActionKind.QuickFix,
      diagnostics: [protocolDiagnostic(diagnostic, analysis, workspace)],
      isPreferred: fix.safe,
      data: { uri, version, range, index } satisfies Data,
    },
    edit: () => editOf(fix, diagnostic.span.file, analysis, workspace),
  }));
}

/** All edits of a fix are in the file that is blamed. */
function editOf({ edits }: Fix, file: string, analysis: Analysis, workspace: Workspace): WorkspaceEdit {
  const changes = tidied(edits, analysis.sources.get(file) ?? '', file).map(({ span, text }) => ({
    range: workspace.rangeOf(span, analysis),
    newText: text,
  }));
  return workspaceEdit(new Map([[workspace.uriOf(file), changes]]), workspace);
}

function isQuickFix(kind: string): boolean {
  return kind === '' || CodeActionKind.QuickFix === kind;
}

function touches(a: Range, b: Range): boolean {
  return !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
}

function isBefore(a: Range['start'], b: Range['start']): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
