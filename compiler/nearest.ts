import { distance } from 'fastest-levenshtein';

/**
 * The known word a misspelt one was most likely meant to be, or null when none is close: at most a third of the
 * letters may differ, two neighbours that are swapped counting as one. Case and `-`, `_` count for nothing. Ties go to
 * the word listed first.
 */
export function nearest(word: string, known: Iterable<string>): string | null {
  const wanted = fold(word);
  let best: string | null = null;
  let bestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of known) {
    const folded = fold(candidate);
    if (Math.abs(folded.length - wanted.length) >= bestDistance) continue;
    const d = isSwap(wanted, folded) ? 1 : distance(wanted, folded);
    if (d < bestDistance) {
      best = candidate;
      bestDistance = d;
    }
  }
  return best;
}

function fold(word: string): string {
  return word.toLowerCase().replace(/[-_]/g, '');
}

/** Whether one is the other with a single pair of neighbours in the wrong order. */
function isSwap(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at + 1 < a.length && a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}
