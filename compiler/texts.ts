import type { Span } from '../grammar/span.ts';
import type { Sources } from './diagnostic.ts';
import { lineStarts, type Position, positionAt } from './text.ts';

/** Texts by file, with lines found once. A file that was not read counts as empty. */
export class Texts {
  readonly #sources: Sources;
  readonly #starts = new Map<string, readonly number[]>();

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  positionOf(span: Span, side: 'start' | 'end'): Position {
    return positionAt(Math.min(span[side], this.#text(span.file).length), this.#startsOf(span.file));
  }

  line(file: string, line: number): string {
    const starts = this.#startsOf(file);
    return this.#text(file)
      .slice(starts[line], starts[line + 1])
      .replace(/[\r\n]+$/, '');
  }

  #text(file: string): string {
    return this.#sources.get(file) ?? '';
  }

  #startsOf(file: string): readonly number[] {
    const known = this.#starts.get(file) ?? lineStarts(this.#text(file));
    this.#starts.set(file, known);
    return known;
  }
}
