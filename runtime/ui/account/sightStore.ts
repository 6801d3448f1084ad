/** What the ledger said when it was looked at last, for the screen to follow. */
import type { LogEntry, LogTail } from '../../monitoring/logTail.ts';
import { type LedgerWatch, NOTHING_SEEN, type Sight } from '../../paper/status/watch.ts';

export interface Seen {
  readonly sight: Sight;
  /** Of the same account, newest first. */
  readonly log: readonly LogEntry[];
  /** Why it could not be read; null: it could. */
  readonly problem: string | null;
}

export class SightStore {
  readonly #watch: LedgerWatch;
  readonly #log: LogTail;
  readonly #listeners = new Set<() => void>();
  #account: string | null;
  #seen: Seen = { sight: NOTHING_SEEN, log: [], problem: null };

  /** @param account null: the first there is */
  constructor(watch: LedgerWatch, log: LogTail, account: string | null) {
    this.#watch = watch;
    this.#log = log;
    this.#account = account;
    this.look();
  }

  /** When somebody has moved a file, or the disk fails, what was seen last stays. */
  look(): void {
    const before = this.#seen;
    try {
      const sight = this.#watch.look(this.#account);
      const name = this.#account ?? (sight ?? before.sight).names[0];
      const log = name === undefined ? null : this.#log.look(name);
      if (sight === null && log === null && before.problem === null) return;
      this.#become({ sight: sight ?? before.sight, log: log ?? before.log, problem: null });
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      if (problem !== before.problem) this.#become({ ...before, problem });
    }
  }

  /** From now on another account is looked at. */
  follow(account: string | null): void {
    if (account === this.#account) return;
    this.#account = account;
    this.look();
  }

  readonly current = (): Seen => this.#seen;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #become(seen: Seen): void {
    this.#seen = seen;
    for (const listener of this.#listeners) listener();
  }
}
