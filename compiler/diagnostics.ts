import type { Span } from '../grammar/span.ts';
import type { BlockType } from '../grammar/tree.ts';
import type { Diagnostic, RelatedSpan } from './diagnostic.ts';
import { allow } from './fix/remedy.ts';
import { type Code, describe, type FactsOf } from './messages.ts';

/** A diagnostic as it is collected: a warning also knows its block, so that an `allow` there can accept it. */
export interface Reported {
  readonly diagnostic: Diagnostic;
  readonly block: BlockType | null;
}

/**
 * Collects what the passes find. One place in the source is blamed once for one thing, however many passes trip
 * over it.
 */
export class Diagnostics {
  #reported: Reported[] = [];
  #seen = new Set<string>();
  #covered: Span[] = [];

  report<C extends Code>(
    code: C,
    span: Span,
    facts: FactsOf<C>,
    more: { readonly related?: readonly RelatedSpan[]; readonly block?: BlockType; readonly covers?: Span } = {},
  ): null {
    if (this.#covered.some((whole) => contains(whole, span))) return null;
    const described = describe(code, facts);
    const key = [code, span.file, span.start, span.end, described.message].join('\0');
    if (!this.#seen.has(key)) {
      this.#seen.add(key);
      const block = more.block ?? null;
      // An allowance is no warning of a strategy, so that none accepts it.
      const accepted = described.severity === 'warning' && code !== 'allow-unused' ? [allow(code, block)] : [];
      const remedies = [...described.remedies, ...accepted];
      this.#reported.push({ diagnostic: { code, ...described, span, related: more.related ?? [], remedies }, block });
    }
    // What else is found in a statement of another language follows from its being one.
    if (more.covers !== undefined) this.#covered.push(more.covers);
    return null;
  }

  get reported(): readonly Reported[] {
    return this.#reported;
  }

  get hasErrors(): boolean {
    return this.#reported.some(({ diagnostic }) => diagnostic.severity === 'error');
  }
}

function contains(whole: Span, part: Span): boolean {
  return whole.file === part.file && whole.start <= part.start && part.end <= whole.end;
}

/** In the order a reader meets them: files as they were loaded, then from top to bottom. */
export function inSourceOrder(diagnostics: readonly Diagnostic[], files: Iterable<string>): Diagnostic[] {
  const rank = new Map([...files].map((file, index) => [file, index]));
  const last = rank.size;
  return [...diagnostics].sort(
    (a, b) =>
      (rank.get(a.span.file) ?? last) - (rank.get(b.span.file) ?? last) ||
      a.span.start - b.span.start ||
      a.span.end - b.span.end,
  );
}
