/** The snippets of the VS Code extension, as they stand before anything is filled in. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = join(import.meta.dirname, '../../examples/editor/vscode/snippets/strat.json');

interface Snippet {
  readonly prefix: string;
  readonly body: readonly string[];
  readonly description: string;
}

/** By name: their texts with what stands in each place of its own, and the first of each choice. */
export function snippets(): readonly (readonly [name: string, text: string])[] {
  const all: Readonly<Record<string, Snippet>> = JSON.parse(readFileSync(FILE, 'utf8'));
  return Object.entries(all).map(([name, { body }]) => [name, expand(body.join('\n'))]);
}

/** https://code.visualstudio.com/docs/editing/userdefinedsnippets: places, choices, the final place; none is nested here. */
function expand(body: string): string {
  return body
    .replaceAll(/\$\{\d+:([^}]*)\}/g, '$1')
    .replaceAll(/\$\{\d+\|([^,|]*)[^|}]*\|\}/g, '$1')
    .replaceAll(/\$\d+/g, '');
}
