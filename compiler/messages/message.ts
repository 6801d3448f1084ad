import type { Severity } from '../diagnostic.ts';
import type { Remedy } from '../fix/remedy.ts';

/**
 * One entry of the message table. The sentence is in the reader's words; the label stands under the underline; hints
 * say what to do, and remedies do what of it is mechanical. `explain`, `wrong` and `right` are what `strat explain CODE` prints.
 */
export interface Message<Facts> {
  readonly severity: Severity;
  message(facts: Facts): string;
  label?(facts: Facts): string | null;
  hints?(facts: Facts): readonly (string | null)[];
  remedies?(facts: Facts): readonly (Remedy | null)[];
  readonly explain: string;
  readonly wrong: string;
  readonly right: string;
}

/** Lets each entry state the type of its facts. */
export function define<Facts>(message: Message<Facts>): Message<Facts> {
  return message;
}

/** `a`, `a and b`, `a, b and c` */
export function list(words: readonly string[], last = 'and'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}

export const quote = (word: string): string => `\`${word}\``;

/** "did you mean `x`?", or nothing. */
export function didYouMean(nearest: string | null): string | null {
  return nearest === null ? null : `did you mean ${quote(nearest)}?`;
}

/** The last hint of a warning; `code` as one writes it in a strategy. */
export function orAccept(code: string): string {
  return `or accept it with a reason: \`allow ${code} "…"\``;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** `204,929`. Without the platform's formatter, which takes longer to load than all else that a check does. */
export function grouped(count: number): string {
  return String(count).replace(/(?<=\d)(?=(\d{3})+$)/g, ',');
}
