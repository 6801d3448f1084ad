/** Figures without a promise: what something costs, as a Markdown table that is printed row by row. */

export interface Table {
  /** Kebab-case; the filter of the command line looks for parts of it. */
  readonly name: string;
  /** A sentence above the table. */
  readonly about: string;
  readonly columns: readonly string[];
  /** `quick`: as few repeats as tell the order of magnitude. A short row ends with a remark. */
  rows(quick: boolean): AsyncIterable<readonly string[]>;
}

export async function printTable(table: Table, quick: boolean, write: (text: string) => void): Promise<void> {
  const line = (cells: readonly string[]) => write(`| ${cells.join(' | ')} |\n`);
  write(`\n${table.about}\n\n`);
  line(table.columns);
  line(table.columns.map(() => '---'));
  for await (const row of table.rows(quick)) {
    line(table.columns.map((_, k) => row[k] ?? ''));
  }
}
