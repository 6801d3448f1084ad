/** A diagnostic of the compiler in the shape of the protocol. */
import { DiagnosticSeverity, DiagnosticTag, type Diagnostic as ProtocolDiagnostic } from 'vscode-languageserver/node';
import type { Diagnostic } from '../../compiler/diagnostic.ts';
import type { Analysis } from '../../compiler/service/analysis.ts';
import type { Workspace } from './workspace.ts';

export function protocolDiagnostic(
  diagnostic: Diagnostic,
  analysis: Analysis,
  workspace: Workspace,
): ProtocolDiagnostic {
  const { code, span, message, label, related, hints } = diagnostic;
  return {
    range: workspace.rangeOf(span, analysis),
    severity: severityOf(diagnostic, analysis),
    code,
    source: 'strat',
    message: [message, ...hints].join('\n'),
    relatedInformation: related.map((place) => {
      const { uri, range } = workspace.placeOf(place.span, analysis);
      return { location: { uri, range }, message: place.message };
    }),
    ...(code.startsWith('unused-') && { tags: [DiagnosticTag.Unnecessary] }),
    data: { label, hints },
  };
}

/** What is no mistake to whoever has the file open: `strat check` was asked for one plan. */
function severityOf({ code, severity }: Diagnostic, { main }: Analysis): DiagnosticSeverity {
  const isLibrary = code === 'no-strategy' && main.tree.declarations.length > 0;
  if (isLibrary || code === 'several-strategies') return DiagnosticSeverity.Information;
  return severity === 'error' ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning;
}
