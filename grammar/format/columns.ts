/** Lines up the cells of neighbouring rows, and the comments behind them. */
import { flatText, render } from './doc.ts';
import type { Row } from './row.ts';

/** What stands in a body: a row to line up, or lines as they are; and the comment behind either. */
export interface Entry {
  readonly content: Row | readonly string[];
  /** An empty line stands before it. */
  readonly apart: boolean;
  readonly behind: string | null;
}

/** Rows are indented by `margin`; lines come with their indentation. */
export function linesOf(entries: readonly Entry[], margin: number): string[] {
  return runsOf(entries).flatMap((run) => {
    const widths = cellWidths(run.map(({ content }) => content).filter((content) => 'cells' in content));
    const written = run.map(({ content }) => ('cells' in content ? rowLines(content, widths, margin) : content));
    const lines = withComments(run, written);
    return run[0].apart ? ['', ...lines] : lines;
  });
}

/** Entries without an empty line between them. */
function runsOf(entries: readonly Entry[]): Entry[][] {
  const runs: Entry[][] = [];
  for (const entry of entries) {
    if (entry.apart || runs.length === 0) runs.push([entry]);
    else runs.at(-1)!.push(entry);
  }
  return runs;
}

/** By shape, of each cell: the widest of those with a cell behind them; null where there is only one. */
type Widths = ReadonlyMap<string, readonly (number | null)[]>;

function cellWidths(rows: readonly Row[]): Widths {
  const shapes = Map.groupBy(rows, ({ shape }) => shape);
  return new Map(
    Array.from(shapes, ([shape, alike]) => {
      const most = alike.reduce((count, { cells }) => Math.max(count, cells.length), 0);
      const widths = Array.from({ length: most - 1 }, (_, i) => {
        const beside = alike.filter(({ cells }) => cells.length > i + 1);
        if (beside.length === 1) return null;
        return beside.reduce((widest, { cells }) => Math.max(widest, flatText(cells[i])!.length), 0);
      });
      return [shape, widths] as const;
    }),
  );
}

function rowLines({ shape, cells, gaps }: Row, widths: Widths, margin: number): readonly string[] {
  const start = cells.slice(0, -1).reduce<string>((line, cell, i) => {
    const text = flatText(cell)!;
    const width = widths.get(shape)![i];
    return line + (width === null ? `${text} ` : text.padEnd(width + gaps[i]));
  }, ' '.repeat(margin));
  return (start + render(cells.at(-1)!, start.length, margin)).split('\n');
}

/** Comments behind neighbouring lines begin in one column. */
function withComments(entries: readonly Entry[], written: readonly (readonly string[])[]): string[] {
  const lines: string[] = [];
  let neighbours: { readonly at: number; readonly comment: string }[] = [];
  const lineUp = () => {
    const width = neighbours.reduce((widest, { at }) => Math.max(widest, lines[at].length), 0);
    for (const { at, comment } of neighbours) lines[at] = `${lines[at].padEnd(width)}  ${comment}`;
    neighbours = [];
  };
  entries.forEach(({ behind }, i) => {
    if (behind === null || written[i].length > 1) lineUp();
    for (const line of written[i]) lines.push(line);
    if (behind !== null) neighbours.push({ at: lines.length - 1, comment: behind });
  });
  lineUp();
  return lines;
}
