/**
 * Tulip Indicators' regression files: a line with the indicator's name and options, then lines in braces, inputs first
 * and outputs last, with comments between. Outputs are aligned at the end and rounded to about 3 decimals.
 */
import { readFileSync } from 'node:fs';
import { shared } from './shared.ts';

export interface TulipCase {
  readonly title: string;
  readonly name: string;
  readonly options: readonly number[];
  /** Inputs and outputs, as many as there are. */
  readonly columns: readonly (readonly number[])[];
}

export function tulipCases(file: string): TulipCase[] {
  const cases: { title: string; name: string; options: number[]; columns: number[][] }[] = [];
  const lines = readFileSync(shared(`vectors/tulip/${file}`), 'utf8').split(/\r?\n/);
  for (const [index, line] of lines.entries()) {
    if (/^[a-z]/.test(line)) {
      const [name, ...options] = line.trim().split(/\s+/);
      cases.push({
        title: `${file}:${index + 1} ${line.trim()}`,
        name: name!,
        options: options.map(Number),
        columns: [],
      });
    } else if (line.startsWith('{')) {
      const numbers = line.replace(/[{}]/g, '').split(',');
      cases.at(-1)!.columns.push(line.trim() === '{}' ? [] : numbers.map(Number));
    }
  }
  return cases;
}
