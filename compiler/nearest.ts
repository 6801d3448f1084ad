import { distance } from 'fastest-levenshtein';

/**
 * The known word a misspelt one was most likely meant to be, or null when none is close: at most a third of the
 * letters may differ. Case and `-`, `_` count for nothing. Ties go to the word listed first.
 */
export function nearest(word: string, known: Iterable<string>): string | null {
  const wanted = fold(word);
  let best: string | null = null;
  let bestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of known) {
    const folded = fold(candidate);
    if (Math.abs(folded.length - wanted.length) >= bestDistance) continue;
    const d = distance(wanted, folded);
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
