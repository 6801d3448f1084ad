/** "Did you mean": in configs, strategies, data and on the command line alike. */
import { distance } from 'fastest-levenshtein';

/**
 * The known word a misspelt one was most likely meant to be, or null when none is close: at most a third of the
 * letters may differ, two neighbours that are swapped counting as one. Case and `-`, `_` count for nothing. Ties go to
 * the word listed first.
 */
export function nearest(word: string, known: Iterable<string>): string | null {
  const wanted = fold(word);
  let best: string | null = null;
  let bestDistance = farthest(wanted) + 1;
  for (const candidate of known) {
    const folded = fold(candidate);
    if (Math.abs(folded.length - wanted.length) >= bestDistance) continue;
    const d = away(wanted, folded);
    if (d < bestDistance) {
      best = candidate;
      bestDistance = d;
    }
  }
  return best;
}

function farthest(word: string): number {
  return Math.max(1, Math.floor(word.length / 3));
}

function away(a: string, b: string): number {
  return isSwap(a, b) ? 1 : distance(a, b);
}

function fold(word: string): string {
  return word.toLowerCase().replace(/[-_]/g, '');
}

/** All that are near, nearest first. */
export function nearestOf(word: string, known: Iterable<string>, most = 3): string[] {
  const wanted = fold(word);
  return [...known]
    .map((name) => ({ name, away: away(wanted, fold(name)) }))
    .filter((each) => each.away <= farthest(wanted))
    .sort((a, b) => a.away - b.away || (a.name < b.name ? -1 : 1))
    .slice(0, most)
    .map(({ name }) => name);
}

/** Whether one is the other with a single pair of neighbours in the wrong order. */
function isSwap(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at + 1 < a.length && a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}
