/** What search looks in: a script, since a page from a disk may not fetch anything. */
import type { Found } from './page.ts';

/** Rows of title, kind, address and text; `search` of `assets/site.js` ranks them. */
export function searchScript(found: readonly Found[]): string {
  const rows = found.map(({ title, kind, url, text }) => [title, kind, url, text]);
  return `globalThis.searchRows=${JSON.stringify(rows)};\n`;
}
