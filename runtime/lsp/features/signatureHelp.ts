import { signatureAt } from '../../../compiler/service/signature.ts';
import type { Feature } from '../feature.ts';

/** The arguments of the call that is being written. */
export const signatureHelp: Feature = {
  capabilities: { signatureHelpProvider: { triggerCharacters: ['(', ','], retriggerCharacters: [':'] } },
  register(connection, workspace) {
    connection.onSignatureHelp(({ textDocument: { uri }, position }) => {
      const analysis = workspace.analysisOf(uri);
      const found = analysis === null ? null : signatureAt(analysis, workspace.offsetAt(uri, position));
      if (found === null) return null;
      const parameters = found.parameters.map(({ start, end, text }) => ({
        label: [start, end] as [number, number],
        documentation: text,
      }));
      return {
        signatures: [{ label: found.label, documentation: found.summary, parameters }],
        activeSignature: 0,
        // Behind the last of them: none is shown as the one that is being written.
        activeParameter: found.active ?? found.parameters.length,
      };
    });
  },
};
