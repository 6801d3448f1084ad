/** Comma-separated values as RFC 4180 has them: a header, CRLF after every row, quotes where a value needs them. */

type Cell = string | number | boolean | null | readonly string[];

/** Null is empty, a list is joined by `; `. */
export function csv<Key extends string>(keys: readonly Key[], rows: readonly Readonly<Record<Key, Cell>>[]): string {
  const lines = [keys, ...rows.map((row) => keys.map((key) => row[key]))];
  return lines.map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('');
}

function quoted(cell: Cell): string {
  const text = cell === null ? '' : typeof cell === 'object' ? cell.join('; ') : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
