/** How sources put things. */
export { nearestOf as nearest } from '../../configs/nearest.ts';

/** "A, B and 7 more". */
export function listed(names: readonly string[], most = 10): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}

/** "1 stock", "3 stocks". */
export function counted(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
