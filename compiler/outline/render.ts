/**
 * The outline of a plan for a terminal. As many columns as its width has room for: the least important go first, and
 * what is still too long is cut and says so.
 */
import pc from 'picocolors';
import { plural } from '../messages/message.ts';
import type { Plan } from '../plan.ts';
import type { OutlineRow, OutlineStage } from './outline.ts';

export interface OutlineView {
  /** Columns of the terminal. */
  readonly width: number;
  readonly color: boolean;
  /** By stage whose results are kept: whether they are there. Empty when no config says where to look. */
  readonly kept: ReadonlyMap<string, boolean>;
}

type Column = Exclude<keyof OutlineRow, 'depth' | 'name' | 'value'>;

/** From left to right. */
const COLUMNS: readonly Column[] = ['kind', 'known', 'reach', 'said', 'hash'];
const HEADINGS: Readonly<Record<Column, string>> = {
  kind: 'kind',
  known: 'known at',
  reach: 'reach',
  said: 'said',
  hash: 'hash',
};
/** The first to go where there is no room. */
const LEAST_IMPORTANT: readonly Column[] = ['hash', 'kind', 'reach', 'known', 'said'];
/** Values are cut to this before a column goes. */
const SHORTEST_VALUE = 22;
const HASH = 8;
const GAP = 2;
const INDENT = 2;

export function renderOutline(plan: Plan, stages: readonly OutlineStage[], view: OutlineView): string {
  const colors = pc.createColors(view.color);
  const table = new Table(
    stages.flatMap(({ rows }) => rows),
    view.width,
  );
  const head = [`${colors.bold(plan.strategy)}  plan ${plan.hash.slice(0, 12)}`, ...notesOf(plan, view.width)];
  const lines = stages.flatMap(({ stage, hash, rows }) => {
    const kept = stage === null ? undefined : view.kept.get(stage);
    const status = kept === undefined ? '' : `  ${kept ? colors.green('kept') : colors.yellow('to do')}`;
    const title =
      stage === null ? colors.bold('no stage') : `${colors.bold(stage)}  ${colors.dim(hash.slice(0, HASH))}`;
    return ['', `${title}${status}`, ...rows.map((row) => table.line(row, colors))];
  });
  return [...head, '', colors.dim(table.heading()), ...lines].map((line) => line.trimEnd()).join('\n');
}

/** What holds for the plan as a whole. */
function notesOf({ params, warmUp, accepted }: Plan, width: number): string[] {
  const values = params.map(({ name, value, setBy }) => `${name} = ${value}${setBy === 'file' ? '' : ' (--set)'}`);
  const notes = [
    ...(values.length > 0 ? [`params    ${values.join(', ')}`] : []),
    `warm-up   ${plural(warmUp, 'session')} before the first decision`,
    ...accepted.map(({ code, reason }) => `accepted  ${code}: ${reason}`),
  ];
  return notes.map((note) => cut(`${' '.repeat(INDENT)}${note}`, width));
}

class Table {
  readonly #name: number;
  readonly #value: number;
  readonly #columns: readonly { readonly column: Column; readonly width: number }[];

  constructor(rows: readonly OutlineRow[], width: number) {
    const widest = (texts: readonly string[]) => texts.reduce((most, text) => Math.max(most, text.length), 0);
    this.#name = Math.min(widest(rows.map(nameOf)), Math.floor(width / 2));
    const value = widest(rows.map((row) => row.value));
    const columns = COLUMNS.map((column) => ({
      column,
      width: widest([HEADINGS[column], ...rows.map((row) => textOf(row, column))]),
    }));
    const room = (dropped: number) => {
      const gone = LEAST_IMPORTANT.slice(0, dropped);
      const others = columns.filter(({ column }) => !gone.includes(column));
      return others.reduce((left, each) => left - GAP - each.width, width - this.#name - GAP);
    };
    let dropped = 0;
    while (dropped < COLUMNS.length && room(dropped) < Math.min(value, SHORTEST_VALUE)) dropped++;
    this.#columns = columns.filter(({ column }) => !LEAST_IMPORTANT.slice(0, dropped).includes(column));
    this.#value = Math.max(1, Math.min(value, room(dropped)));
  }

  heading(): string {
    const cells = this.#columns.map(({ column, width }) => HEADINGS[column].padEnd(width));
    return [' '.repeat(this.#name), ' '.repeat(this.#value), ...cells].join(' '.repeat(GAP)).trimEnd();
  }

  line(row: OutlineRow, colors: ReturnType<typeof pc.createColors>): string {
    const isSaidByNobody = row.said === 'default' || row.said === 'derived' || row.said === '';
    // A long value may reach over columns that say nothing of it.
    const empty = this.#columns.findIndex(({ column }) => textOf(row, column) !== '');
    const taken = this.#columns.slice(0, empty < 0 ? this.#columns.length : empty);
    const room = taken.reduce((sum, { width }) => sum + GAP + width, this.#value);
    const cells = this.#columns.slice(taken.length).map(({ column, width }) => textOf(row, column).padEnd(width));
    const name = cut(nameOf(row), this.#name).padEnd(this.#name);
    const text = [name, cut(row.value, room).padEnd(room), ...cells].join(' '.repeat(GAP));
    return isSaidByNobody && row.value !== '' ? colors.dim(text) : text;
  }
}

function nameOf({ depth, name }: OutlineRow): string {
  return ' '.repeat(INDENT * (depth + 1)) + name;
}

function textOf(row: OutlineRow, column: Column): string {
  return column === 'hash' ? row.hash.slice(0, HASH) : row[column];
}

export function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}
