/** Tables that scroll inside their own box, so that a narrow screen never scrolls sideways as a whole. */
import { html, type Markup } from '../markup.ts';

export interface ColumnHead {
  readonly label: string;
  /** Numbers stand right, in tabular figures. */
  readonly number?: true;
  readonly role?: 'long' | 'short';
  /** Dates and names that must not break across lines. */
  readonly whole?: true;
  /** Holds a bar: as wide as the table can spare. */
  readonly bar?: true;
}

export type Cell = string | Markup;

export interface TableGroup {
  /** A heading row across the table, or null. */
  readonly label: string | null;
  readonly rows: readonly (readonly Cell[])[];
}

/** The first cell of a row is its heading. Where no column has a name there is no row of them. */
export function table(
  label: string,
  columns: readonly ColumnHead[],
  all: readonly TableGroup[],
  className: string | null = null,
): Markup {
  const { heads, groups } = withoutIdle(columns, all);
  const head = heads.map(
    (each) => html`<th scope="col"${classOf([each.number ? 'n' : null, each.role ?? null])}>${each.label}</th>`,
  );
  const bodies = groups.map(
    (group) =>
      html`<tbody>${group.label !== null && html`<tr class="group"><th scope="rowgroup" colspan="${heads.length}"><span>${group.label}</span></th></tr>`}${group.rows.map((row) => rowOf(row, heads))}</tbody>`,
  );
  const named = heads.some((each) => each.label !== '');
  return html`<div class="scroll" role="region" aria-label="${label}" tabindex="0"><table${classOf([className])}>${named && html`<thead><tr>${head}</tr></thead>`}${bodies}</table></div>`;
}

/** A column without a name and with nothing in it, such as one of notes that nobody made, takes room for nothing. */
function withoutIdle(
  heads: readonly ColumnHead[],
  groups: readonly TableGroup[],
): { readonly heads: readonly ColumnHead[]; readonly groups: readonly TableGroup[] } {
  const isUsed = (at: number) =>
    at === 0 || heads[at]!.label !== '' || groups.some(({ rows }) => rows.some((row) => row[at] !== ''));
  const used = heads.map((_, at) => isUsed(at));
  const kept = <T>(row: readonly T[]) => row.filter((_, at) => used[at]);
  return { heads: kept(heads), groups: groups.map(({ label, rows }) => ({ label, rows: rows.map(kept) })) };
}

function classOf(names: readonly (string | null)[]): Markup | null {
  const given = names.filter((name) => name !== null);
  return given.length === 0 ? null : html` class="${given.join(' ')}"`;
}

function rowOf(row: readonly Cell[], heads: readonly ColumnHead[]): Markup {
  const cells = row.map((cell, i) => {
    if (i === 0) return html`<th scope="row">${cell}</th>`;
    const { number, bar: barred, whole } = heads[i]!;
    const style = number ? 'n' : barred ? 'barred' : whole ? 'whole' : null;
    return html`<td${classOf([style])}>${cell}</td>`;
  });
  return html`<tr>${cells}</tr>\n`;
}

/** A titled table, list or note. */
export function block(title: string, about: string | null, content: Markup): Markup {
  return html`<div class="block"><h3>${title}</h3>${about !== null && html`<p>${about}</p>`}${content}</div>\n`;
}

/** A bar of a share of the widest, beside a number that says the same. */
export function bar(value: number, widest: number, role: 'long' | 'short' | 'ink'): Markup {
  const width = widest > 0 ? (Math.abs(value) / widest) * 100 : 0;
  return html`<span class="bar ${role}" style="width:${width.toFixed(1)}%" aria-hidden="true"></span>`;
}
