/**
 * Figures without a promise: what something costs, as a Markdown table that is printed row by row and can take the place
 * of an earlier one in a document, between `<!-- NAME -->` and `<!-- /NAME -->`.
 */

export interface Table {
  /** Kebab-case; the filter of the command line looks for parts of it. */
  readonly name: string;
  /** A sentence above the table. */
  readonly about: string;
  readonly columns: readonly string[];
  /** `quick`: as few repeats as tell the order of magnitude. A short row ends with a remark. */
  rows(quick: boolean): AsyncIterable<readonly string[]>;
}

/** Resolves to all that was written. */
export async function printTable(table: Table, quick: boolean, write: (text: string) => void): Promise<string> {
  let written = '';
  const tell = (text: string): void => {
    written += text;
    write(text);
  };
  const line = (cells: readonly string[]) => tell(`| ${cells.join(' | ')} |\n`);
  tell(`\n${table.about}\n\n`);
  line(table.columns);
  line(table.columns.map(() => '---'));
  for await (const row of table.rows(quick)) {
    line(table.columns.map((_, k) => row[k] ?? ''));
  }
  return written;
}

/** @throws Error when the document has no place for it */
export function placeTable(document: string, name: string, printed: string): string {
  const [begin, end] = [`<!-- ${name} -->\n`, `\n<!-- /${name} -->`];
  const [before, rest] = split(document, begin);
  const [, after] = split(rest, end);
  return before + begin + printed + end + after;

  function split(text: string, mark: string): readonly [string, string] {
    const at = text.indexOf(mark);
    if (at === -1) throw new Error(`the document has no place for ${name}: no line ${mark.trim()}`);
    return [text.slice(0, at), text.slice(at + mark.length)];
  }
}
