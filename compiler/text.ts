/** Lines and columns of a text, and how wide it is on a terminal. */

/** Starts of lines; `\n`, `\r\n` and a lone `\r` end one. */
export function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length);
  return starts;
}

export interface Position {
  /** From 0. */
  readonly line: number;
  /** In UTF-16 code units, from 0. */
  readonly character: number;
}

export function positionAt(offset: number, starts: readonly number[]): Position {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low, character: offset - (starts[low] ?? 0) };
}

const TAB = 4;

/** What is shown for each character of a line, tabs written out, control characters made visible. */
export interface Cell {
  readonly shown: string;
  readonly width: number;
  /** In the line, in UTF-16 code units. */
  readonly start: number;
}

export function cellsOf(line: string): readonly Cell[] {
  const cells: Cell[] = [];
  let column = 0;
  let start = 0;
  for (const character of line) {
    const cell = show(character, column, start);
    cells.push(cell);
    column += cell.width;
    start += character.length;
  }
  return cells;
}

function show(character: string, column: number, start: number): Cell {
  if (character === '\t') {
    const width = TAB - (column % TAB);
    return { shown: ' '.repeat(width), width, start };
  }
  const code = character.codePointAt(0) ?? 0;
  if (code < 32 || (code >= 127 && code < 160)) return { shown: '�', width: 1, start };
  return { shown: character, width: widthOf(code), start };
}

/** Columns of a terminal: 0 for marks that combine, 2 for East Asian wide characters and emoji (UAX #11), else 1. */
function widthOf(code: number): number {
  if (code < 0x300) return 1;
  if (COMBINING.test(String.fromCodePoint(code))) return 0;
  return WIDE.some(([from, to]) => code >= from && code <= to) ? 2 : 1;
}

const COMBINING = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
];
