/** The end of an account's log, for who looks at it: read again only when there is more. */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { monthsOf } from './places.ts';

export interface LogEntry {
  /** ISO instant. */
  readonly time: string;
  readonly level: string;
  /** `paper-session`, `invocation-ended`, … */
  readonly event: string;
  /** What the event says, as it was logged. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Some hundred lines. */
const BYTES = 64 * 1024;

export class LogTail {
  readonly #folder: string;
  #seen: { readonly file: string; readonly size: number } | null = null;

  /** @param folder of the logs */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Newest first; none when there is no log. Null: nothing was logged since the last look at the same account. */
  look(account: string): readonly LogEntry[] | null {
    const file = newestLog(this.#folder, account);
    const size = file === null ? 0 : statSync(file, { throwIfNoEntry: false })?.size;
    if (file === null || size === undefined) {
      const isNews = this.#seen !== null;
      this.#seen = null;
      return isNews ? [] : null;
    }
    if (this.#seen?.file === file && this.#seen.size === size) return null;
    this.#seen = { file, size };
    return entriesOf(endOf(file, size)).reverse();
  }
}

function newestLog(folder: string, account: string): string | null {
  const month = monthsOf(folder, account, '.log').at(-1);
  return month === undefined ? null : join(folder, `${account}-${month}.log`);
}

/** Whole lines only. */
function endOf(file: string, size: number): string {
  const bytes = Buffer.alloc(Math.min(BYTES, size));
  const open = openSync(file, 'r');
  try {
    const read = readSync(open, bytes, 0, bytes.length, size - bytes.length);
    const text = bytes.subarray(0, read).toString('utf8');
    return size > BYTES ? text.slice(text.indexOf('\n') + 1) : text;
  } finally {
    closeSync(open);
  }
}

/** A line that is no JSON was cut off by whatever ended its process. */
function entriesOf(text: string): LogEntry[] {
  return text.split('\n').flatMap((line) => {
    try {
      const { time, level, msg, ...facts } = JSON.parse(line) as Record<string, unknown>;
      return [{ time: String(time), level: String(level), event: String(msg), facts }];
    } catch {
      return [];
    }
  });
}
