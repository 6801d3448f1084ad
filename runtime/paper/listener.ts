/**
 * Who hears of an invocation: the terminal, the log, the journal, the heartbeat, … The sessions do not hang on them: what
 * a listener throws is told once and forgotten, and the others hear on.
 */
import type { RunEvent } from '../events.ts';
import { Interrupted } from '../interrupted.ts';
import { UserError } from '../ports.ts';
import type { PaperEvent } from './events.ts';

/** What came of an invocation. */
export interface PaperOutcome {
  readonly account: string;
  /** `finished`, `interrupted`, the code of a `UserError`, or `bug`; as in the ledger's `runs`. */
  readonly code: string;
  /** What ended it early; null: nothing did. */
  readonly error: unknown;
  readonly startedAt: Date;
  readonly endedAt: Date;
}

export interface PaperListener {
  /** How a complaint calls it. */
  readonly name: string;
  /** It is looked at, and may stay for as long as somebody does: the account is let go before it is closed. */
  readonly stays?: true;
  tell?(event: PaperEvent): void;
  /** Of the stages below: data, training, what was kept. */
  emit?(event: RunEvent): void;
  /** Once, after everything is booked or given up; nothing follows. */
  close?(outcome: PaperOutcome): Promise<void> | void;
}

/**
 * Many listeners as one that never throws. Each is told in the order given; `close` is in that order, one by one. That one
 * has failed is itself told, as a notice, once.
 */
export class Audience {
  readonly #listeners: readonly PaperListener[];
  readonly #closed = new Set<PaperListener>();
  readonly #told = new Set<string>();

  constructor(listeners: readonly PaperListener[]) {
    this.#listeners = listeners;
  }

  tell(event: PaperEvent): void {
    for (const listener of this.#open()) this.#heeding(listener, () => listener.tell?.(event));
  }

  emit(event: RunEvent): void {
    for (const listener of this.#open()) this.#heeding(listener, () => listener.emit?.(event));
  }

  /** Those that write: to be done while the account is this invocation's, or the next one tells the same once more. */
  async closeWriters(outcome: PaperOutcome): Promise<void> {
    await this.#close(
      this.#listeners.filter(({ stays }) => stays !== true),
      outcome,
    );
  }

  /** Whoever is left. */
  async close(outcome: PaperOutcome): Promise<void> {
    await this.#close(this.#open(), outcome);
  }

  #open(): readonly PaperListener[] {
    return this.#listeners.filter((listener) => !this.#closed.has(listener));
  }

  async #close(listeners: readonly PaperListener[], outcome: PaperOutcome): Promise<void> {
    for (const listener of listeners) {
      this.#closed.add(listener);
      try {
        await listener.close?.(outcome);
      } catch (error) {
        this.#say(listener, error);
      }
    }
  }

  #heeding(listener: PaperListener, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#say(listener, error);
    }
  }

  /** Once for each listener: a full disk fails every line of a log. */
  #say({ name }: PaperListener, error: unknown): void {
    if (this.#told.has(name)) return;
    this.#told.add(name);
    const message = `the ${name} of the account failed: ${error instanceof Error ? error.message : String(error)}`;
    this.emit({ type: 'notice', code: 'listener-failed', message });
  }
}

/** @param error null when there was none */
export function outcomeCode(error: unknown): string {
  if (error === null) return 'finished';
  if (error instanceof UserError) return error.code;
  return error instanceof Interrupted ? 'interrupted' : 'bug';
}
