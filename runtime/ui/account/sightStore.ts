/** What the ledger said when it was looked at last, for the screen to follow. */
import { type LedgerWatch, NOTHING_SEEN, type Sight } from '../../paper/status/watch.ts';

export interface Seen {
  readonly sight: Sight;
  /** Why it could not be read; null: it could. */
  readonly problem: string | null;
}

export class SightStore {
  readonly #watch: LedgerWatch;
  readonly #listeners = new Set<() => void>();
  #account: string | null;
  #seen: Seen = { sight: NOTHING_SEEN, problem: null };

  /** @param account null: the first there is */
  constructor(watch: LedgerWatch, account: string | null) {
    this.#watch = watch;
    this.#account = account;
    this.look();
  }

  /** When somebody has moved the file, or the disk fails, what was seen last stays. */
  look(): void {
    try {
      const sight = this.#watch.look(this.#account);
      if (sight !== null || this.#seen.problem !== null) this.#become(sight ?? this.#seen.sight, null);
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      if (problem !== this.#seen.problem) this.#become(this.#seen.sight, problem);
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

  #become(sight: Sight, problem: string | null): void {
    this.#seen = { sight, problem };
    for (const listener of this.#listeners) listener();
  }
}
