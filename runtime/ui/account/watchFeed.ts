/** What a watched invocation tells, for the screen to follow. */
import type { RunEvent } from '../../events.ts';
import type { PaperEvent } from '../../paper/events.ts';
import { BEFORE_WATCHED, type WatchedRun, withEnd, withPaperEvent, withRunEvent } from './watched.ts';

export class WatchFeed {
  readonly #now: () => number;
  readonly #listeners = new Set<() => void>();
  #watched: WatchedRun = BEFORE_WATCHED;

  /** @param now milliseconds */
  constructor(now: () => number) {
    this.#now = now;
  }

  emit(event: RunEvent): void {
    this.#become(withRunEvent(this.#watched, event, this.#now()));
  }

  tell(event: PaperEvent): void {
    this.#become(withPaperEvent(this.#watched, event));
  }

  /** @param why empty: it went well */
  end(why: string): void {
    this.#become(withEnd(this.#watched, why, this.#now()));
  }

  readonly current = (): WatchedRun => this.#watched;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #become(watched: WatchedRun): void {
    this.#watched = watched;
    for (const listener of this.#listeners) listener();
  }
}
