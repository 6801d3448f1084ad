import { distance } from 'fastest-levenshtein';

/** Known names near a wanted one, nearest first: for "did you mean". */
export function nearest(wanted: string, known: Iterable<string>, most = 3): string[] {
  const limit = Math.max(1, Math.floor(wanted.length / 3));
  return [...known]
    .map((name) => ({ name, away: distance(wanted.toLowerCase(), name.toLowerCase()) }))
    .filter(({ away }) => away <= limit)
    .sort((a, b) => a.away - b.away || (a.name < b.name ? -1 : 1))
    .slice(0, most)
    .map(({ name }) => name);
}

/** "A, B and 7 more". */
export function listed(names: readonly string[], most = 10): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}

/** "1 stock", "3 stocks". */
export function counted(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
