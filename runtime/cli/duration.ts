/** Lengths of time on the command line: `90s`, `30min`, `2h`. */
import { UsageError } from './command.ts';

const UNITS: Readonly<Record<string, number>> = { s: 1000, min: 60_000, h: 3_600_000 };
/** A timer of Node holds no more: 24 days. */
const MOST_MS = 2 ** 31 - 1;

/** In milliseconds. @throws UsageError */
export function parseDuration(option: string, text: string): number {
  const [, number, unit] = /^(\d{1,7}) ?(s|min|h)$/.exec(text.trim()) ?? [];
  const duration = Number(number) * (UNITS[unit ?? ''] ?? Number.NaN);
  if (duration > 0 && duration <= MOST_MS) return duration;
  throw new UsageError(`--${option} takes a time such as 30min, 2h or 90s; this is \`${text}\``);
}
