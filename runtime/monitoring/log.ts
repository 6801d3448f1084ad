/**
 * The log of an account: one line of JSON for each event of an invocation, in a file for each month. Each line is written
 * at once and at the end of the file, so that a process that is killed loses none that it has told, and two that write at
 * a time do not mix theirs.
 */
import { closeSync, fstatSync, readSync, rmSync, writeSync } from 'node:fs';
import { pino } from 'pino';
import type { MonitoringConfig } from '../../configs/monitoring.ts';
import type { RunEvent } from '../events.ts';
import type { PaperEvent } from '../paper/events.ts';
import type { PaperListener, PaperOutcome } from '../paper/listener.ts';
import { UserError } from '../ports.ts';
import { type MonitoringPlaces, monthsOf } from './places.ts';
import { makePrivateFolder, openPrivateLog } from './privateFiles.ts';
import type { Redact } from './secrets.ts';

export interface LogRequest {
  readonly account: string;
  readonly config: MonitoringConfig['log'];
  readonly places: MonitoringPlaces;
  readonly redact: Redact;
  readonly now: Date;
  /** What every line carries. */
  readonly about: Readonly<Record<string, string | number | boolean>>;
}

export function openLog({ account, config, places, redact, now, about }: LogRequest): PaperListener {
  const month = now.toISOString().slice(0, 7);
  deleteOld(places, account, monthBefore(month, config.keep_months));
  const file = openPrivateLog(places.log(account, month));
  endLastLine(file);
  const base = { pid: process.pid, account, ...about };
  const log = pino(
    {
      level: config.level,
      base,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }), log: (facts) => redacted(facts, redact) },
    },
    { write: (line) => void writeSync(file, line) },
  );
  log.info('invocation-started');
  const tell = ({ type, ...facts }: PaperEvent | RunEvent) => log[levelOf(type)](without(facts, base), type);
  return {
    name: 'log',
    tell,
    emit: tell,
    close(outcome) {
      const { code, error, startedAt, endedAt } = outcome;
      const facts = { code, seconds: (endedAt.getTime() - startedAt.getTime()) / 1000, ...described(error) };
      log[isWell(outcome) ? 'info' : 'error'](facts, 'invocation-ended');
      closeSync(file);
    },
  };
}

function isWell({ code }: PaperOutcome): boolean {
  return code === 'finished' || code === 'interrupted';
}

function levelOf(type: (PaperEvent | RunEvent)['type']): 'debug' | 'info' | 'warn' {
  if (type === 'stage-progress') return 'debug';
  return type === 'artifact-damaged' || type === 'notice' || type === 'data-quality' ? 'warn' : 'info';
}

/** Of a bug where it was; of what a user can mend, what to do. */
function described(error: unknown): object {
  if (error === null) return {};
  if (error instanceof UserError) return { message: error.message, hints: error.hints };
  return error instanceof Error ? { message: error.message, stack: error.stack } : { message: String(error) };
}

/** No name twice in a line. */
function without(facts: object, base: object): object {
  return Object.fromEntries(Object.entries(facts).filter(([name]) => !(name in base)));
}

/** In texts alone: a secret of digits must not strike out a part of a number. */
function redacted(facts: object, redact: Redact): Record<string, unknown> {
  return JSON.parse(JSON.stringify(facts), (_, value) => (typeof value === 'string' ? redact(value) : value));
}

/** A process that was killed, or a disk that was full, may have left half a line. */
function endLastLine(file: number): void {
  const { size } = fstatSync(file);
  const last = Buffer.alloc(1);
  if (size > 0 && readSync(file, last, 0, 1, size - 1) === 1 && last[0] !== 0x0a) writeSync(file, '\n');
}

function deleteOld(places: MonitoringPlaces, account: string, oldest: string): void {
  makePrivateFolder(places.logs);
  for (const month of monthsOf(places.logs, account, '.log')) {
    if (month < oldest) rmSync(places.log(account, month), { force: true });
  }
}

/** `months` before, as `2018-04`. */
function monthBefore(month: string, months: number): string {
  const [year = 0, of = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, of - 1 - months)).toISOString().slice(0, 7);
}
