/** Lengths of time on the command line: `90s`, `30min`, `2h`. */
import { UsageError } from './command.ts';
import { GRACE_MS } from './deadline.ts';

const UNITS: Readonly<Record<string, number>> = { s: 1000, min: 60_000, h: 3_600_000 };
/** A timer of Node holds no more than 2³¹ − 1, 24 days, and rings at once when it is asked to; the last one has the grace, too. */
const MOST_MS = 2 ** 31 - 1 - GRACE_MS;

/** In milliseconds. @throws UsageError */
export function parseDuration(option: string, text: string): number {
  const [, number, unit] = /^(\d{1,7}) ?(s|min|h)$/.exec(text.trim()) ?? [];
  const duration = Number(number) * (UNITS[unit ?? ''] ?? Number.NaN);
  if (duration > 0 && duration <= MOST_MS) return duration;
  if (duration > MOST_MS) throw new UsageError(`--${option} takes at most 596h; this is \`${text}\``);
  throw new UsageError(`--${option} takes a time such as 30min, 2h or 90s; this is \`${text}\``);
}
