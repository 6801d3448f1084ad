/** What the process answers with; documented in the README and held by tests. */
export const EXIT = {
  ok: 0,
  /** The strategy has errors. */
  strategyErrors: 1,
  /** The audit found a difference. */
  auditFailed: 1,
  /** The two plans mean different things; a file is not in its one layout. */
  different: 1,
  /** The command line is wrong, or names a file that is not there. */
  usage: 2,
  /** The config has errors. */
  configErrors: 3,
  /** The run could not be done: data, disk, training. The message says what to do. */
  runFailed: 4,
  /** Not now: the same command will do later. EX_TEMPFAIL of sysexits.h, which schedulers may be told to try again. */
  temporary: 75,
  /** A bug of ours. */
  bug: 70,
  /** Interrupted by Ctrl-C or SIGTERM; the same command goes on where it stopped. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
