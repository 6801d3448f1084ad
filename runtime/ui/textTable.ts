/** A table as plain lines, each column as wide as its widest cell. */

export interface TextColumn<Row> {
  readonly title: string;
  text(row: Row): string;
  /** Text stands on the left, numbers on the right. */
  readonly isText?: true;
}

export function textTable<Row>(columns: readonly TextColumn<Row>[], rows: readonly Row[]): readonly string[] {
  const cells = columns.map(({ title, text }) => [title, ...rows.map(text)]);
  const widths = cells.map((column) => Math.max(...column.map(({ length }) => length)));
  return [null, ...rows].map((_, line) =>
    columns
      .map(({ isText }, k) => (isText ? cells[k]![line]!.padEnd(widths[k]!) : cells[k]![line]!.padStart(widths[k]!)))
      .join('  ')
      .trimEnd(),
  );
}
