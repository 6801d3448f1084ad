import type { Span } from '../../grammar/span.ts';
import type { LoadedFile } from './files.ts';

/**
 * Whether the parser stumbled within this stretch or behind it on the same line. What was read is then a guess, and
 * only mistakes that stand whatever the rest was (a misspelt name) are worth a word.
 */
export function isBroken({ start, end }: Span, { brokenAt, text }: LoadedFile): boolean {
  return brokenAt.some((problem) => {
    if (problem.start < problem.end && problem.start <= end && problem.end >= start) return true;
    return problem.start >= end && !/[\r\n]/.test(text.slice(end, problem.start));
  });
}
