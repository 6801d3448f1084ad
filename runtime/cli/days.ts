/** Days as options say them. */
import { fromIsoDay, toIsoDay } from '../market.ts';
import { UsageError } from './command.ts';

/** @returns days since 1970-01-01. @throws UsageError */
export function readDay(option: string, text: string): number {
  const day = fromIsoDay(text.trim());
  if (!Number.isNaN(day) && toIsoDay(day) === text.trim()) return day;
  throw new UsageError(`--${option} takes days such as 2018-04-01; this is \`${text}\``);
}
