/** What is wrong with the open texts and with what they use, by the text it lies in: for its author and for the fixes. */
import type { Diagnostic } from '../../compiler/diagnostic.ts';
import { inSourceOrder } from '../../compiler/diagnostics.ts';
import type { Analysis } from '../../compiler/service/analysis.ts';
import type { Workspace } from './workspace.ts';

export interface Finding {
  readonly diagnostic: Diagnostic;
  /** Of the open text that it was found by. */
  readonly analysis: Analysis;
}

/**
 * By URI, in source order; of every open strategy, if nothing is wrong with it, too. What two texts find in a third is one
 * finding.
 */
export function findingsByUri(workspace: Workspace): ReadonlyMap<string, readonly Finding[]> {
  const found = new Map<string, Map<string, Finding>>(workspace.strategies().map((uri) => [uri, new Map()]));
  for (const each of workspace.strategies()) {
    const analysis = workspace.analysisOf(each)!;
    for (const diagnostic of analysis.findings) {
      const { code, span, message } = diagnostic;
      const uri = workspace.uriOf(span.file);
      const there = found.get(uri) ?? new Map<string, Finding>();
      found.set(uri, there);
      const key = [code, span.start, span.end, message].join('\0');
      if (!there.has(key)) there.set(key, { diagnostic, analysis });
    }
  }
  return new Map(Array.from(found, ([uri, there]) => [uri, ordered([...there.values()])]));
}

/** @param findings in one text */
function ordered(findings: readonly Finding[]): readonly Finding[] {
  const byDiagnostic = new Map(findings.map((each) => [each.diagnostic, each]));
  return inSourceOrder([...byDiagnostic.keys()], []).map((diagnostic) => byDiagnostic.get(diagnostic)!);
}
