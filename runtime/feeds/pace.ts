/** When the next request may start: all that ask one vendor share a pace. */
import type { Timing } from './timing.ts';

export class Pace {
  private readonly timing: Timing;
  private readonly spacingMs: number;
  /** Instants before which nobody starts: by the pace, and because the vendor asked to be left alone. */
  private free = Number.NEGATIVE_INFINITY;
  private held = Number.NEGATIVE_INFINITY;

  constructor(perMinute: number, timing: Timing) {
    this.timing = timing;
    this.spacingMs = 60_000 / perMinute;
  }

  /** Resolves when the caller may start. The wait is looked at again after it: another may have been told to hold. */
  async turn(signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const now = this.timing.now();
      const start = Math.max(this.free, this.held);
      if (start <= now) {
        this.free = now + this.spacingMs;
        return;
      }
      await this.timing.sleep(start - now, signal);
    }
  }

  /** Nobody starts for so long. */
  hold(ms: number): void {
    this.held = Math.max(this.held, this.timing.now() + ms);
  }
}
