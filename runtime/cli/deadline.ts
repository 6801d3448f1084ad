/**
 * The end of an invocation that takes too long. When its time is over it is asked to stop, as by Ctrl-C, and does so at its
 * next checkpoint; where none comes it is ended a minute later, which loses nothing either: what is booked is booked.
 */
import { EXIT } from './exitCodes.ts';

/** Between being asked and being ended. */
export const GRACE_MS = 60_000;

export interface Deadline {
  /** Whether it was this that asked to stop. */
  isOver(): boolean;
  /** The work is done. */
  lift(): void;
}

/** @param milliseconds null: there is none */
export function setDeadline(interruption: AbortController, milliseconds: number | null): Deadline {
  if (milliseconds === null) return { isOver: () => false, lift() {} };
  let isOver = false;
  const asking = setTimeout(() => {
    isOver = !interruption.signal.aborted;
    interruption.abort();
  }, milliseconds);
  const ending = setTimeout(() => {
    process.stderr.write('time is up, and nothing has heeded it: ended; the same command goes on\n');
    process.exit(EXIT.temporary);
  }, milliseconds + GRACE_MS);
  return {
    isOver: () => isOver,
    lift() {
      clearTimeout(asking);
      clearTimeout(ending);
    },
  };
}
