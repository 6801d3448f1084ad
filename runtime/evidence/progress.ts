/** How far the evidence has come: told as events, and the places where it may be stopped. */
import { setImmediate } from 'node:timers/promises';
import { Interrupted } from '../interrupted.ts';
import type { EventSink } from '../ports.ts';

const STAGE = 'evidence';

export class Progress {
  readonly #events: EventSink;
  readonly #signal: AbortSignal | undefined;
  readonly #total: number;
  #done = 0;

  /** @param total how many steps there will be */
  constructor(events: EventSink, signal: AbortSignal | undefined, total: number) {
    this.#events = events;
    this.#signal = signal;
    this.#total = total;
  }

  /**
   * One more book, or prediction of the sample, is done.
   * @throws Interrupted when asked to stop
   */
  async step(note: string): Promise<void> {
    await setImmediate();
    if (this.#signal?.aborted) {
      throw new Interrupted(STAGE, 'gathering evidence stopped; the same command starts it again');
    }
    this.#done++;
    this.#events.emit({
      type: 'stage-progress',
      stage: STAGE,
      done: this.#done,
      total: this.#total,
      unit: 'steps',
      note,
    });
  }
}
