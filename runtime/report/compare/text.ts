/** The comparison for a terminal: a column for each run. */
import type { Comparison } from '../../evidence/compare.ts';
import { printable, wrapped } from '../textLines.ts';
import { comparedWords, ROWS } from './words.ts';

const LABEL = 24;
const COLUMN = 15;

export function renderComparisonText(comparison: Comparison): string {
  const { sides } = comparison;
  const line = (label: string, cells: readonly string[]) =>
    (label.padEnd(LABEL) + cells.map((cell) => cell.padStart(COLUMN)).join('')).trimEnd();
  const names = sides.map(({ name }) => cutTo(printable(name), COLUMN - 1));
  const groups = ROWS.map(({ group, rows }) => [
    ...(group === null ? [] : ['', group]),
    ...rows.map(({ label, cell }) => line(label, sides.map(cell))),
  ]);
  const suspicions = sides
    .filter((side) => side.suspicions.length > 0)
    .map(({ name, suspicions: codes }) => wrapped(`${name} is suspect of ${codes.join(', ')}`, '  '));
  return `${[wrapped(comparedWords(comparison)), '', line('', names), ...groups.flat(), '', ...suspicions].join('\n').trimEnd()}\n`;
}

function cutTo(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}
