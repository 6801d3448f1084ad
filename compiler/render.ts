/**
 * Diagnostics for people; `json.ts` and `sarif.ts` are for machines.
 *
 *   error[looks-ahead]: this filter needs tomorrow's close when the order is decided
 *     ┌─ strategies/mine.strat:41:42
 *   41│   long top k by prediction where next_return > 0%
 *     │                                  ^^^^^^^^^^^ known at the close of t+1
 *     = next_return is a label: the loss and the metrics hold predictions to it, and it stands nowhere else
 */
import pc from 'picocolors';
import type { Span } from '../grammar/span.ts';
import type { Diagnostic, Severity, Sources } from './diagnostic.ts';
import { grouped } from './messages/message.ts';
import { type Cell, cellsOf } from './text.ts';
import { Texts } from './texts.ts';

/** More than a person reads; the rest is counted. */
const MOST_SHOWN = 50;
/** Columns of source shown; longer lines are cut to a window around what is underlined. */
const WIDEST = 110;

type Colors = ReturnType<typeof pc.createColors>;

export function renderDiagnostics(
  diagnostics: readonly Diagnostic[],
  sources: Sources,
  { color }: { readonly color: boolean },
): string {
  const colors = pc.createColors(color);
  const texts = new Texts(sources);
  const shown = diagnostics.slice(0, MOST_SHOWN).map((diagnostic) => renderOne(diagnostic, texts, colors));
  const rest = diagnostics.slice(MOST_SHOWN);
  if (rest.length > 0) shown.push(colors.bold(`… and ${countOf(rest)}`));
  return shown.join('\n\n');
}

function countOf(diagnostics: readonly Diagnostic[]): string {
  const count = (severity: Severity) => diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
  const words = (n: number, one: string) => (n === 0 ? [] : [`${grouped(n)} more ${one}${n === 1 ? '' : 's'}`]);
  return [...words(count('error'), 'error'), ...words(count('warning'), 'warning')].join(' and ');
}

/** A place to underline. */
interface Mark {
  readonly span: Span;
  readonly sign: '^' | '-';
  readonly label: string | null;
}

function renderOne(diagnostic: Diagnostic, texts: Texts, colors: Colors): string {
  const { code, severity, message, span, label, related, hints } = diagnostic;
  const paint = severity === 'error' ? colors.red : colors.yellow;
  const head = `${colors.bold(paint(`${severity}[${code}]`))}${colors.bold(`: ${message}`)}`;
  const marks: Mark[] = [
    { span, sign: '^', label },
    ...related.map((place): Mark => ({ span: place.span, sign: '-', label: place.message })),
  ];
  const gutter = Math.max(...marks.map((mark) => String(texts.positionOf(mark.span, 'end').line + 1).length));
  const layout = new Layout(gutter, colors);
  const lines = marks.flatMap((mark, index) => {
    const before = marks[index - 1];
    const file = before?.span.file !== mark.span.file ? layout.file(mark.span, texts) : layout.between();
    // What is wrong with a file as a whole points to no place in it.
    if (isWholeFile(mark.span)) return file;
    const excerpt = excerptOf(mark, texts, layout, mark.sign === '^' ? paint : colors.blue);
    // Two marks on one line share it.
    return before !== undefined && sameLine(before, mark, texts) ? excerpt.slice(1) : [...file, ...excerpt];
  });
  return [head, ...lines, ...hints.map((hint) => layout.hint(hint))].join('\n');
}

class Layout {
  readonly #gutter: number;
  readonly #colors: Colors;

  constructor(gutter: number, colors: Colors) {
    this.#gutter = gutter;
    this.#colors = colors;
  }

  file(span: Span, texts: Texts): string[] {
    const { line, character } = texts.positionOf(span, 'start');
    const column = [...texts.line(span.file, line).slice(0, character)].length + 1;
    return [`${' '.repeat(this.#gutter)}${this.#colors.blue('┌─')} ${span.file}:${line + 1}:${column}`];
  }

  /** An empty bar between places that do not touch. */
  between(): string[] {
    return [this.bar('')];
  }

  source(line: number, text: string): string {
    return this.#trim(`${this.#colors.blue(`${String(line + 1).padStart(this.#gutter)}│`)} ${text}`);
  }

  bar(text: string): string {
    return this.#trim(`${this.#colors.blue(`${' '.repeat(this.#gutter)}│`)} ${text}`);
  }

  hint(text: string): string {
    return `${' '.repeat(this.#gutter)}${this.#colors.blue('=')} ${text}`;
  }

  #trim(line: string): string {
    return line.trimEnd();
  }
}

/** The line of a mark with its underline; of a mark over several lines the first and the last. */
function excerptOf(mark: Mark, texts: Texts, layout: Layout, paint: (text: string) => string): string[] {
  const { span } = mark;
  const start = texts.positionOf(span, 'start');
  const end = texts.positionOf(span, 'end');
  const first = texts.line(span.file, start.line);
  if (start.line === end.line) {
    return underlined(first, start.line, start.character, end.character, mark, mark.label, layout, paint);
  }
  const last = texts.line(span.file, end.line);
  const indent = last.length - last.trimStart().length;
  return [
    ...underlined(first, start.line, start.character, first.trimEnd().length, mark, null, layout, paint),
    ...(end.line > start.line + 1 ? [layout.bar('…')] : []),
    ...underlined(last, end.line, Math.min(indent, end.character), end.character, mark, mark.label, layout, paint),
  ];
}

function underlined(
  text: string,
  line: number,
  from: number,
  to: number,
  { sign }: Mark,
  label: string | null,
  layout: Layout,
  paint: (text: string) => string,
): string[] {
  const near = nearby(text.trimEnd(), from);
  const cells = cellsOf(near.text);
  const { shown, skipped } = windowed(cells, from - near.start, to - near.start, near.start > 0);
  const widthTo = (end: number) =>
    shown.reduce((sum, cell) => sum + (near.start + cell.start < end ? cell.width : 0), 0);
  const offset = (skipped ? 1 : 0) + widthTo(from);
  const length = Math.max(1, widthTo(Math.max(to, from)) - widthTo(from));
  const cut = shown.length > 0 && (shown.at(-1) !== cells.at(-1) || near.cut);
  const source = `${skipped ? '…' : ''}${shown.map((cell) => cell.shown).join('')}${cut ? '…' : ''}`;
  const underline = paint(`${sign.repeat(length)}${label === null ? '' : ` ${label}`}`);
  return [layout.source(line, source), layout.bar(`${' '.repeat(offset)}${underline}`)];
}

/** Lines of a file that is no strategy may be megabytes long; only what could be shown is looked at. */
function nearby(text: string, from: number): { readonly text: string; readonly start: number; readonly cut: boolean } {
  const start = Math.max(0, from - 4 * WIDEST);
  const end = from + 4 * WIDEST;
  return { text: text.slice(start, end), start, cut: end < text.length };
}

/** The stretch of a long line around what is underlined. */
function windowed(
  cells: readonly Cell[],
  from: number,
  to: number,
  cutBefore: boolean,
): { shown: readonly Cell[]; skipped: boolean } {
  if (cells.reduce((sum, { width }) => sum + width, 0) <= WIDEST) return { shown: cells, skipped: cutBefore };
  const at = Math.max(
    0,
    cells.findIndex(({ start }) => start >= from),
  );
  const length = cells.filter(({ start }) => start >= from && start < to).length;
  const before = Math.max(10, Math.floor((WIDEST - Math.min(length, WIDEST)) / 2));
  const begin = Math.max(0, at - before);
  let width = 0;
  const shown = cells.slice(begin).filter((cell) => {
    width += cell.width;
    return width <= WIDEST;
  });
  return { shown, skipped: cutBefore || begin > 0 };
}

function isWholeFile({ start, end }: Span): boolean {
  return start === 0 && end === 0;
}

function sameLine(a: Mark, b: Mark, texts: Texts): boolean {
  if (a.span.file !== b.span.file) return false;
  const lines = [a, b].flatMap(({ span }) => [texts.positionOf(span, 'start'), texts.positionOf(span, 'end')]);
  return lines.every(({ line }) => line === lines[0]?.line) && a.span.end - a.span.start < WIDEST;
}
