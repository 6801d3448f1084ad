/** Columns of a ledger, of which nobody knows beforehand how long they will be. */

/** Rows to make room for, by those that a part of the sessions needed: as many for the others, and half as many more. */
export function roomFor(rows: number, part: number): number {
  return Math.max(FIRST_ROOM, Math.ceil((SPARE * rows) / part));
}

const FIRST_ROOM = 64;
/** Books grow at their beginning. What is never written costs no memory. */
const SPARE = 1.5;

/** Copies a column to the beginning of a wider one. */
export function widened<Column extends Float64Array | Int32Array | Uint8Array>(column: Column, wide: Column): Column {
  wide.set(column);
  return wide;
}
