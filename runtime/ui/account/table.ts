/** A table that sorts, filters and scrolls, as plain lines: columns that have no room are left out, the least important first. */
import { type Line, type Segment, segment, shortened, type Tone } from './segments.ts';

export interface Column<Row> {
  readonly title: string;
  text(row: Row): string;
  /** What it sorts by; null and NaN come last. */
  value(row: Row): string | number | null;
  tone?(row: Row): Tone | undefined;
  /** Text: stands on the left. Numbers stand on the right. */
  readonly isText?: true;
  /** Takes what room is left; cut off when there is too little. */
  readonly grows?: true;
  /** 0 is never left out; the highest goes first. */
  readonly rank: number;
}

export interface TableSpec<Status, Row> {
  readonly title: string;
  readonly columns: readonly Column<Row>[];
  rows(status: Status): readonly Row[];
  /** Whether a row is about a ticker that contains this; null: the table has none and is never filtered. */
  readonly ticker: ((row: Row) => string) | null;
  /** Said when there is no row. */
  readonly empty: string;
}

/** How a table is looked at. */
export interface TableState {
  /** Row that is marked; may be beyond the last. */
  readonly cursor: number;
  /** Column sorted by; null: in the table's own order. */
  readonly sort: number | null;
  readonly reversed: boolean;
}

export interface TableView {
  /** How many pass the filter, and how many there are. */
  readonly shown: number;
  readonly of: number;
  /** `by weight ↓`; null: in the table's own order. */
  readonly order: string | null;
  readonly head: Line;
  readonly lines: readonly Line[];
}

const GAP = 2;
/** Of a column that grows: what others of rank 2 and above make room for, and what it has at the least. */
const COMFORTABLE = 24;
const LEAST = 8;
const MARK = '›';

/**
 * @param height lines it may take, the head included
 * @param isMarked whether the row under the cursor is marked
 */
export function tableView<Status, Row>(
  spec: TableSpec<Status, Row>,
  status: Status,
  filter: string,
  { cursor, sort, reversed }: TableState,
  { width, height, isMarked }: { readonly width: number; readonly height: number; readonly isMarked: boolean },
): TableView {
  const all = spec.rows(status);
  const rows = sorted(filtered(all, spec, filter), spec.columns[sort ?? -1], reversed);
  const cells = rows.map((row) => spec.columns.map((column) => column.text(row)));
  const widths = columnWidths(spec.columns, cells, width - 2);
  const line = (texts: readonly string[], tone: (k: number) => Tone | undefined, mark: string): Line => [
    segment(mark, 'accent'),
    ...widths.flatMap(([k, room], place) => aligned(texts[k]!, spec.columns[k]!, room, tone(k), place > 0)),
  ];
  const [from, to] = windowAround(Math.min(cursor, rows.length - 1), height - 1, rows.length);
  return {
    ...{ shown: rows.length, of: all.length },
    order: sort === null ? null : `by ${spec.columns[sort]!.title} ${reversed ? '↑' : '↓'}`,
    head: line(
      spec.columns.map(({ title }) => title),
      () => 'dim',
      ' ',
    ),
    lines:
      rows.length === 0
        ? [[segment(all.length === 0 ? ` ${spec.empty}` : ` no ticker contains “${filter}”`, 'dim')]]
        : rows.slice(from, to).map((row, k) => {
            const mark = isMarked && from + k === Math.min(cursor, rows.length - 1) ? MARK : ' ';
            return line(cells[from + k]!, (column) => spec.columns[column]!.tone?.(row), mark);
          }),
  };
}

/** The rows of a table that pass the filter. */
export function filtered<Status, Row>(
  rows: readonly Row[],
  { ticker }: Pick<TableSpec<Status, Row>, 'ticker'>,
  filter: string,
): readonly Row[] {
  if (filter === '' || ticker === null) return rows;
  return rows.filter((row) => ticker(row).toUpperCase().includes(filter.toUpperCase()));
}

/** Numbers from the highest, text from A; reversed the other way round. What is missing comes last either way. */
function sorted<Row>(rows: readonly Row[], column: Column<Row> | undefined, reversed: boolean): readonly Row[] {
  if (column === undefined) return rows;
  const isMissing = (value: string | number | null) => value === null || Number.isNaN(value);
  const keyed = rows.map((row) => ({ row, key: column.value(row) }));
  const sign = reversed ? -1 : 1;
  return keyed
    .sort(({ key: a }, { key: b }) => {
      if (isMissing(a) || isMissing(b)) return Number(isMissing(a)) - Number(isMissing(b));
      return sign * (typeof a === 'number' ? (b as number) - a : a!.localeCompare(b as string));
    })
    .map(({ row }) => row);
}

/** Which columns are shown, and how wide. */
function columnWidths<Row>(
  columns: readonly Column<Row>[],
  cells: readonly (readonly string[])[],
  width: number,
): readonly (readonly [column: number, width: number])[] {
  const natural = columns.map(({ title }, k) =>
    cells.reduce((most, row) => Math.max(most, row[k]!.length), title.length),
  );
  const narrowed = (most: number) => natural.map((each, k) => (columns[k]!.grows ? Math.min(each, most) : each));
  const least = narrowed(LEAST);
  const all = columns.map((_, k) => k);
  const shown = fewer(fewer(all, columns, narrowed(COMFORTABLE), width, 2), columns, least, width, 1);
  const spare = Math.max(0, width - total(shown, least));
  return shown.map((k) => [k, columns[k]!.grows ? Math.min(natural[k]!, least[k]! + spare) : least[k]!]);
}

/** Without those of the highest ranks, down to a rank, until the others have room. */
function fewer<Row>(
  shown: readonly number[],
  columns: readonly Column<Row>[],
  widths: readonly number[],
  room: number,
  rank: number,
): readonly number[] {
  if (shown.length === 0 || total(shown, widths) <= room) return shown;
  const last = shown.reduce((worst, k) => (columns[k]!.rank > columns[worst]!.rank ? k : worst));
  if (columns[last]!.rank < rank) return shown;
  return fewer(
    shown.filter((k) => k !== last),
    ...([columns, widths, room, rank] as const),
  );
}

function total(shown: readonly number[], widths: readonly number[]): number {
  return shown.reduce((sum, k) => sum + widths[k]! + GAP, -GAP);
}

function aligned<Row>(
  text: string,
  { isText }: Column<Row>,
  room: number,
  tone: Tone | undefined,
  gap: boolean,
): Segment[] {
  const cut = shortened(text, room);
  const padded = isText ? cut.padEnd(room) : cut.padStart(room);
  return [...(gap ? [segment(' '.repeat(GAP))] : []), segment(padded, tone)];
}

/** So that the cursor is in the middle, as far as there are rows on both sides. */
export function windowAround(cursor: number, height: number, count: number): readonly [from: number, to: number] {
  const room = Math.max(0, height);
  const from = Math.max(0, Math.min(cursor - (room >> 1), count - room));
  return [from, Math.min(count, from + room)];
}
