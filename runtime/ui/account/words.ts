/** Numbers as the screen of an account writes them, beside those of `../format.ts`. */
import { count, percent } from '../format.ts';

/** Made once: making one takes as long as writing a thousand numbers. */
const WHOLE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** Whole dollars: cents are noise in a table. */
export function dollars(amount: number): string {
  return WHOLE.format(amount);
}

/** `+0.42%` */
export function signed(fraction: number | null, digits = 2): string {
  return fraction === null ? '–' : `${fraction > 0 ? '+' : ''}${percent(fraction, digits)}`;
}

/** `1 fill`, `12 fills` */
export function times(number: number, noun: string): string {
  return `${count(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** `2018-10-31 21:15:02` of an ISO instant. */
export function instant(iso: string): string {
  return iso.slice(0, 19).replace('T', ' ');
}

/** `2018-10-31 21:15` of one. */
export function minute(iso: string): string {
  return instant(iso).slice(0, 16);
}
