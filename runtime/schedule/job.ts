/** What a scheduler is to do, whichever it is. */
import { type RunTime, runTimeText } from './runTimes.ts';

export type Kind = 'systemd' | 'cron' | 'windows';

/** What was said when it was installed, as on the command line; without saying it again it is what it is shown by. */
export interface JobOptions {
  readonly timeout: string;
  /** File of variables, absolute. */
  readonly environment: string | null;
  readonly predictions: 'model' | 'stored' | null;
  readonly set: readonly string[];
}

export interface Job {
  /** `strat-paper-` and the account: of its units, its marks in the crontab, its task. */
  readonly name: string;
  readonly account: string;
  /** The ledger's file: an account of another ledger may have the same name. */
  readonly ledger: string;
  /** The strategy's file. */
  readonly strategy: string;
  readonly at: RunTime;
  /** Weekdays of the zone of `at` on which sessions become due; 0 is Sunday. */
  readonly weekdays: readonly number[];
  /** The program and its words, paths absolute. */
  readonly command: readonly string[];
  /** Of which the command is made. */
  readonly options: JobOptions;
  /** Where it is started. */
  readonly folder: string;
  /** In milliseconds: after so long it is ended, whatever it says. */
  readonly timeout: number;
  /** Where a scheduler that keeps no log of its own puts what the command says. */
  readonly log: string;
}

/** How what stops for now is tried again by a scheduler that can be told to; after that, with the next session. */
export const RETRY = { everyMinutes: 15, hours: 6 } as const;

/** So many more times, an hour apart, one calls that tries nothing again: where all is done, nothing is due then. */
export const CALLS_AFTER = 3;

/** Beyond the command's own limit, before the scheduler ends it. */
export const GRACE_MS = 300_000;

export function nameOf(account: string): string {
  return `strat-paper-${account}`;
}

/** A file, or what stands for one in a table of the scheduler. */
export interface Written {
  readonly name: string;
  readonly text: string;
}

/** What an installed job says of itself, in a comment of one line. */
export interface Stamp {
  readonly account: string;
  readonly ledger: string;
  readonly strategy: string;
  /** `16:15 America/New_York`. */
  readonly at: string;
  readonly options: JobOptions;
}

const MARK = 'strat-schedule: ';

export function stampLine({ account, ledger, strategy, at, options }: Job): string {
  const stamp: Stamp = { account, ledger, strategy, at: runTimeText(at), options };
  return `${MARK}${JSON.stringify(stamp)}`;
}

/** Null: it is none of ours. */
export function readStamp(text: string): Stamp | null {
  const line = /strat-schedule: (\{.*\})/.exec(text)?.[1];
  if (line === undefined) return null;
  try {
    return JSON.parse(unescaped(line)) as Stamp;
  } catch {
    return null;
  }
}

/** In XML, quotes are written as entities; a stamp elsewhere has none. */
function unescaped(line: string): string {
  if (!line.includes('&quot;')) return line;
  return line.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
