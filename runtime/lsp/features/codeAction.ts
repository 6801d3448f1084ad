import { type CodeAction, CodeActionKind, type Range } from 'vscode-languageserver/node';
import { type Edit, Fixes } from '../../../compiler/fix/fix.ts';
import { tidied } from '../../../compiler/fix/tidy.ts';
import type { Analysis } from '../../../compiler/service/analysis.ts';
import { protocolDiagnostic } from '../diagnostics.ts';
import type { Feature } from '../feature.ts';
import type { Workspace } from '../workspace.ts';

/** What can be done about the diagnostics at a place; the first that is beyond doubt is the one to prefer. */
export const codeAction: Feature = {
  capabilities: { codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] } },
  register(connection, workspace) {
    connection.onCodeAction(({ textDocument: { uri }, range, context: { only } }) => {
      const analysis = workspace.analysisOf(uri);
      if (analysis === null || (only !== undefined && !only.some(isQuickFix))) return null;
      const fixes = new Fixes(analysis.sources);
      return analysis.findings.flatMap((diagnostic): CodeAction[] => {
        if (diagnostic.span.file !== analysis.file) return [];
        const place = workspace.rangeOf(diagnostic.span, analysis);
        if (!touches(place, range)) return [];
        return fixes.of(diagnostic).map(({ title, safe, edits }) => ({
          title,
          kind: CodeActionKind.QuickFix,
          diagnostics: [protocolDiagnostic(diagnostic, analysis, workspace)],
          isPreferred: safe,
          edit: { changes: { [uri]: changes(edits, analysis, workspace) } },
        }));
      });
    });
  },
};

function isQuickFix(kind: string): boolean {
  return kind === '' || CodeActionKind.QuickFix === kind;
}

/** The edits of a fix are all in the file that is blamed. */
function changes(edits: readonly Edit[], analysis: Analysis, workspace: Workspace) {
  return tidied(edits, analysis.text, analysis.file).map(({ span, text }) => ({
    range: workspace.rangeOf(span, analysis),
    newText: text,
  }));
}

function touches(a: Range, b: Range): boolean {
  return !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
}

function isBefore(a: Range['start'], b: Range['start']): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
