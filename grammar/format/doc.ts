/**
 * Text that knows where it may be broken, after Wadler, "A prettier printer" (2003): a group stands on one line when
 * it fits, and otherwise on one line for each of its breaks. A comment reaches to the end of its line, so whatever
 * holds one is broken.
 */
export type Doc =
  | string
  | readonly Doc[]
  /** `flat` on one line, or the end of a line. */
  | { readonly kind: 'break'; readonly flat: '' | ' ' }
  | { readonly kind: 'group'; readonly inner: Doc }
  /** Pieces and breaks in turn: as many pieces on each line as fit. */
  | { readonly kind: 'fill'; readonly parts: readonly Doc[] }
  | { readonly kind: 'indent'; readonly inner: Doc }
  | { readonly kind: 'comment'; readonly text: string; readonly ownLine: boolean };

export const BLANK: Doc = { kind: 'break', flat: ' ' };
export const NOTHING: Doc = { kind: 'break', flat: '' };

export const group = (inner: Doc): Doc => ({ kind: 'group', inner });
export const indent = (inner: Doc): Doc => ({ kind: 'indent', inner });
export const fill = (parts: readonly Doc[]): Doc => ({ kind: 'fill', parts });

/** The most columns of a line that can be broken, and the blanks of one level of indentation. */
export const WIDTH = 100;
export const INDENT = 2;

/** All on one line; null when a comment keeps it from that. */
export function flatText(doc: Doc): string | null {
  if (typeof doc === 'string') return doc;
  if (isSequence(doc)) return flatSequence(doc);
  switch (doc.kind) {
    case 'break':
      return doc.flat;
    case 'comment':
      return null;
    case 'fill':
      return flatSequence(doc.parts);
    case 'group':
    case 'indent':
      return flatText(doc.inner);
  }
}

function flatSequence(docs: readonly Doc[]): string | null {
  const texts: string[] = [];
  for (const doc of docs) {
    const text = flatText(doc);
    if (text === null) return null;
    texts.push(text);
  }
  return texts.join('');
}

function isSequence(doc: Doc): doc is readonly Doc[] {
  return Array.isArray(doc);
}

/** Written from `column` on; lines after the first are indented by `margin` and by what the document adds. */
export function render(doc: Doc, column: number, margin: number): string {
  const writer = new Writer(column);
  writer.write(doc, margin);
  return writer.text;
}

class Writer {
  text = '';
  #column: number;
  /** A line has ended, and this many blanks begin the next one if there is one. */
  #ended: number | null = null;

  constructor(column: number) {
    this.#column = column;
  }

  write(doc: Doc, margin: number): void {
    if (typeof doc === 'string') this.#put(doc);
    else if (isSequence(doc)) for (const inner of doc) this.write(inner, margin);
    else {
      switch (doc.kind) {
        case 'break':
          this.#ended = margin;
          break;
        case 'indent':
          this.write(doc.inner, margin + INDENT);
          break;
        case 'group':
          if (!this.#putFlat(doc.inner, 0)) this.write(doc.inner, margin);
          break;
        case 'fill':
          this.#fill(doc.parts, margin);
          break;
        case 'comment':
          if (doc.ownLine) this.#ended = margin;
          this.#put(this.#ended === null ? `  ${doc.text}` : doc.text);
          this.#ended = margin;
      }
    }
  }

  #fill(parts: readonly Doc[], margin: number): void {
    for (let i = 0; i < parts.length; i += 2) {
      // What is put on the line must leave room for the comma behind it.
      if (i > 0 && this.#ended === null && this.#fits(parts[i], 2)) this.#put(' ');
      else if (i > 0) this.#ended = margin;
      this.write(group(parts[i]), margin);
    }
  }

  #fits(doc: Doc, more: number): boolean {
    const text = flatText(doc);
    return text !== null && (this.#ended ?? this.#column) + text.length + more <= WIDTH;
  }

  #putFlat(doc: Doc, more: number): boolean {
    if (!this.#fits(doc, more)) return false;
    this.#put(flatText(doc)!);
    return true;
  }

  #put(text: string): void {
    if (text === '') return;
    if (this.#ended !== null) {
      this.text += `\n${' '.repeat(this.#ended)}`;
      this.#column = this.#ended;
      this.#ended = null;
    }
    this.text += text;
    this.#column += text.length;
  }
}
