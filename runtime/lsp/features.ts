/** Every feature of the server, once; the capabilities that a client is told are made from this list. */
import type { ServerCapabilities } from 'vscode-languageserver/node';
import type { Feature } from './feature.ts';
import { codeAction } from './features/codeAction.ts';
import { completion } from './features/completion.ts';
import { definition } from './features/definition.ts';
import { documentSymbol } from './features/documentSymbol.ts';
import { folding } from './features/folding.ts';
import { formatting } from './features/formatting.ts';
import { highlight } from './features/highlight.ts';
import { hover } from './features/hover.ts';
import { inlayHint } from './features/inlayHint.ts';
import { references } from './features/references.ts';
import { rename } from './features/rename.ts';
import { selectionRange } from './features/selectionRange.ts';
import { semanticTokens } from './features/semanticTokens.ts';
import { signatureHelp } from './features/signatureHelp.ts';
import { workspaceSymbol } from './features/workspaceSymbol.ts';

export const FEATURES: readonly Feature[] = [
  definition,
  references,
  highlight,
  rename,
  documentSymbol,
  workspaceSymbol,
  folding,
  selectionRange,
  formatting,
  semanticTokens,
  hover,
  completion,
  signatureHelp,
  codeAction,
  inlayHint,
];

export function capabilities(): ServerCapabilities {
  return Object.assign({}, ...FEATURES.map((feature) => feature.capabilities));
}
