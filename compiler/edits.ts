/** Other text in places of a text: by offsets in a text that is at hand, by span where there are several. */
import type { Span } from '../grammar/span.ts';

/** Offsets in UTF-16 code units; an empty stretch is a place to insert at. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface SpanEdit {
  readonly span: Span;
  readonly text: string;
}

/** @param edits in the order of places, none over another */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let at = 0;
  let result = '';
  for (const { start, end, text: replacement } of edits) {
    result += text.slice(at, start) + replacement;
    at = end;
  }
  return result + text.slice(at);
}

/** As `applyEdits`, for edits of one file. */
export function applySpanEdits(text: string, edits: readonly SpanEdit[]): string {
  return applyEdits(
    text,
    edits.map(({ span: { start, end }, text: replacement }) => ({ start, end, text: replacement })),
  );
}
