/** What search looks in: a script, since a page from a disk may not fetch anything. */
import type { Found } from './page.ts';

/** What people look for by words that no title has, by the address of what they mean. */
const ALSO: Readonly<Record<string, string>> = {
  'reference/over-time.html#returns': 'momentum reversal',
  'reference/config-data.html#data-bars': 'ohlcv prices csv parquet',
  'guides/evidence.html': 'rank ic information coefficient',
};

/** Rows of title, kind, address, text, further names and code; `searched` of `assets/site.js` ranks them. */
export function searchScript(found: readonly Found[]): string {
  const rows = found.map(({ title, kind, url, text, code = '' }) => [title, kind, url, text, ALSO[url] ?? '', code]);
  return `globalThis.searchRows=${JSON.stringify(rows)};\n`;
}
