/** The comparison for a terminal: a column for each run. */
import type { ComparedSide, Comparison } from '../../evidence/compare.ts';
import { cutTo, printable, wrapped } from '../textLines.ts';
import { comparedWords, ROWS } from './words.ts';

const LABEL = 26;
const COLUMN = 13;
/** Columns that fit a terminal; more runs go on below. */
const BESIDE = 4;

export function renderComparisonText(comparison: Comparison): string {
  const { sides } = comparison;
  const blocks: string[] = [];
  for (let from = 0; from < sides.length; from += BESIDE) blocks.push(blockOf(sides.slice(from, from + BESIDE)));
  const suspicions = sides
    .filter((side) => side.suspicions.length > 0)
    .map(({ name, suspicions: codes }) => wrapped(`${name} is suspect of ${codes.join(', ')}`, '  '));
  const parts = [wrapped(comparedWords(comparison)), ...blocks, suspicions.join('\n')];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function blockOf(sides: readonly ComparedSide[]): string {
  const line = (label: string, cells: readonly string[]) =>
    (label.padEnd(LABEL) + cells.map((cell) => cell.padStart(COLUMN)).join('')).trimEnd();
  const names = sides.map(({ name }) => cutTo(printable(name), COLUMN - 1));
  const groups = ROWS.map(({ group, rows }) => [
    ...(group === null ? [] : ['', group]),
    ...rows.map(({ label, cell }) => line(label, sides.map(cell))),
  ]);
  return [line('', names), ...groups.flat()].join('\n');
}
