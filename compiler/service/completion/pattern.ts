/** What may come next in a setting, after its pattern and what of it has been written. */
import type { IToken } from 'chevrotain';
import type { PatternElement, SlotType } from '../../../grammar/pattern.ts';
import { readExpression, type Written } from './expression.ts';

export type Next =
  /** Fixed words in a row: `by`, `each session`. */
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'slot'; readonly name: string; readonly type: SlotType; readonly written: Written }
  | { readonly kind: 'end' };

/** More than any statement has; what is longer is not completed. */
const MOST_TOKENS = 80;

export function nextIn(elements: readonly PatternElement[], tokens: readonly IToken[]): readonly Next[] {
  if (tokens.length > MOST_TOKENS) return [];
  const found: Next[] = [];
  walk(elements, 0);
  return found;

  function walk([first, ...rest]: readonly PatternElement[], at: number): void {
    if (first === undefined) {
      if (at === tokens.length) found.push({ kind: 'end' });
      return;
    }
    switch (first.kind) {
      case 'word':
        phrase([first.text], rest, at);
        return;
      case 'choice':
        for (const words of first.phrases) phrase(words, rest, at);
        return;
      case 'optional':
        walk([...first.elements, ...rest], at);
        walk(rest, at);
        return;
      case 'either':
        for (const branch of first.branches) walk([...branch, ...rest], at);
        return;
      case 'slot':
        slot(first, rest, at);
    }
  }

  function phrase(words: readonly string[], rest: readonly PatternElement[], at: number): void {
    const said = words.findIndex((word, i) => tokens[at + i]?.image !== word);
    if (said < 0) walk(rest, at + words.length);
    // All that has been written is the beginning of the phrase.
    else if (at + said === tokens.length) found.push({ kind: 'words', text: words.slice(said).join(' ') });
  }

  function slot(
    { name, type }: Extract<PatternElement, { kind: 'slot' }>,
    rest: readonly PatternElement[],
    at: number,
  ): void {
    const isRange = type === 'dates' || type === 'range' || type === 'stretch';
    for (let end = at; end <= tokens.length; end++) {
      const written = readExpression(tokens.slice(at, end), isRange);
      if (written === null) return;
      if (end === tokens.length) found.push({ kind: 'slot', name, type, written });
      const isWhole = written.next === 'operator' && !written.afterPer && written.calls.length === 0;
      if (isWhole) walk(rest, end);
    }
  }
}
