/**
 * What a text says beside its tree: comments, and where empty lines part it. Kept by position, apart from the tree,
 * so that neither has a place in the meaning. Read from top to bottom: each comment is handed out once, in order.
 */
import type { Doc } from './doc.ts';

export interface Comment {
  readonly text: string;
  readonly start: number;
  /** Nothing but blanks before it on its line. */
  readonly ownLine: boolean;
}

export class Comments {
  readonly #text: string;
  readonly #comments: readonly Comment[];
  #next = 0;

  /** `tokens` are the lexer's comments, in order. */
  constructor(text: string, tokens: readonly { readonly image: string; readonly startOffset: number }[]) {
    this.#text = text;
    this.#comments = tokens.map(({ image, startOffset: start }) => ({
      text: image.trimEnd(),
      start,
      ownLine: beginsLine(text, start),
    }));
  }

  /** Those before an offset that nobody has taken yet. */
  take(before: number): readonly Comment[] {
    const first = this.#next;
    while (this.#isBefore(before)) this.#next++;
    return this.#comments.slice(first, this.#next);
  }

  /** As `take`, for the middle of a statement. */
  takeAsDoc(before: number): Doc {
    return this.take(before).map(({ text, ownLine }) => ({ kind: 'comment', text, ownLine }));
  }

  /** The next one, when it stands before an offset on the line on which `after` lies. */
  takeBehind(after: number, before: number): readonly Comment[] {
    const comment = this.#comments[this.#next];
    if (!this.#isBefore(before) || !this.isOneLine(after, comment.start)) return [];
    this.#next++;
    return [comment];
  }

  /** Whether any stands before an offset that nobody has taken yet. */
  hasAny(before: number): boolean {
    return this.#isBefore(before);
  }

  /** Whether an empty line stands right before an offset. */
  isApart(offset: number): boolean {
    let blanks = offset;
    while (blanks > 0 && /\s/.test(this.#text[blanks - 1])) blanks--;
    return (this.#text.slice(blanks, offset).match(/\r\n|\r|\n/g) ?? []).length > 1;
  }

  isOneLine(start: number, end: number): boolean {
    for (let at = start; at < end; at++) if (isLineEnd(this.#text[at])) return false;
    return true;
  }

  #isBefore(offset: number): boolean {
    return this.#next < this.#comments.length && this.#comments[this.#next].start < offset;
  }
}

function isLineEnd(character: string): boolean {
  return character === '\n' || character === '\r';
}

/** Whether only blanks stand before an offset on its line. */
function beginsLine(text: string, offset: number): boolean {
  let at = offset;
  while (at > 0 && /\s/.test(text[at - 1]) && !isLineEnd(text[at - 1])) at--;
  return at === 0 || isLineEnd(text[at - 1]);
}
