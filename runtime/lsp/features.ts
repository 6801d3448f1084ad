/** Every feature of the server, once; the capabilities that a client is told are made from this list. */
import type { ServerCapabilities } from 'vscode-languageserver/node';
import type { Feature } from './feature.ts';

export const FEATURES: readonly Feature[] = [];

export function capabilities(): ServerCapabilities {
  return Object.assign({}, ...FEATURES.map((feature) => feature.capabilities));
}
