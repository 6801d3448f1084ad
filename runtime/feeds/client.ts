/**
 * Asks a vendor over HTTP as a guest would: few requests at a time, slowly, with a limit on each; what fails for a
 * moment is asked for again, later each time, and when the vendor says that it is too much everybody waits.
 *
 * Waits between tries are "full jitter" (M. Brooker, Exponential Backoff and Jitter, AWS Architecture Blog, 2015):
 * uniform in [0, min(cap, base × 2^tries)), so that those who failed together don't come back together.
 */
import { FeedFailure, shortened } from './failure.ts';
import { Pace } from './pace.ts';
import type { Timing } from './timing.ts';

/** `data.feed.requests` of a config. */
export interface Manners {
  /** Requests under way at a time. */
  readonly at_once: number;
  /** Requests that may start within a minute, evenly spread. */
  readonly per_minute: number;
  /** How often the same is asked for again. */
  readonly retries: number;
  /** For one request, its body included. */
  readonly timeout_seconds: number;
}

export interface Reply {
  readonly status: number;
  readonly body: string;
}

export interface Asking<T> {
  readonly signal: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
  /** Makes sense of a reply, which need not be a success. @throws FeedFailure, which says whether to ask again */
  read(reply: Reply): T;
}

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;
/** A vendor that wants to be left alone for longer is not waited for: the pull ends, and goes on when it is run again. */
const LONGEST_REQUESTED_WAIT_MS = 300_000;
/** 999 is what Yahoo answered addresses that it had banned. */
const THROTTLING = [429, 999];
const REFUSING = [401, 403];

export class PoliteClient {
  private readonly manners: Manners;
  private readonly timing: Timing;
  private readonly pace: Pace;

  constructor(manners: Manners, timing: Timing) {
    this.manners = manners;
    this.timing = timing;
    this.pace = new Pace(manners.per_minute, timing);
  }

  /** @throws FeedFailure after the last try; the reason of `signal` when it is aborted */
  async get<T>(url: string, asking: Asking<T>): Promise<T> {
    for (let tries = 0; ; tries++) {
      await this.pace.turn(asking.signal);
      try {
        return asking.read(await this.ask(url, asking));
      } catch (error) {
        asking.signal.throwIfAborted();
        if (!(error instanceof FeedFailure) || !error.again || tries >= this.manners.retries) throw error;
        await this.waitAfter(error, tries, asking.signal);
      }
    }
  }

  private async waitAfter({ code, afterMs }: FeedFailure, tries: number, signal: AbortSignal): Promise<void> {
    const jitter = this.timing.random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** tries);
    // What the vendor asked for is the least; jitter comes on top, or all would be back at the same moment.
    if (code === 'throttled') this.pace.hold((afterMs ?? 0) + jitter);
    else await this.timing.sleep((afterMs ?? 0) + jitter, signal);
  }

  private async ask<T>(url: string, { signal, headers }: Asking<T>): Promise<Reply> {
    const timeout = AbortSignal.timeout(this.manners.timeout_seconds * 1000);
    let response: Response;
    let body: string;
    try {
      response = await fetch(url, { headers: headers ?? {}, signal: AbortSignal.any([signal, timeout]) });
      body = await response.text();
    } catch (error) {
      throw this.noReply(error, timeout.aborted);
    }
    if (response.status >= 500 || THROTTLING.includes(response.status)) throw this.refusedForNow(response);
    if (REFUSING.includes(response.status)) {
      throw new FeedFailure('throttled', `the vendor refuses to answer (HTTP ${response.status}): ${shortened(body)}`);
    }
    return { status: response.status, body };
  }

  private noReply(error: unknown, timedOut: boolean): FeedFailure {
    const reason = timedOut ? `no answer from the vendor within ${this.manners.timeout_seconds} s` : reasonOf(error);
    return new FeedFailure('unreachable', reason, { again: true });
  }

  private refusedForNow({ status, headers }: Response): FeedFailure {
    const afterMs = retryAfterMs(headers.get('retry-after'), this.timing.now());
    const code = THROTTLING.includes(status) ? 'throttled' : 'unreachable';
    if (afterMs !== null && afterMs > LONGEST_REQUESTED_WAIT_MS) {
      const minutes = Math.ceil(afterMs / 60_000);
      return new FeedFailure('throttled', `the vendor asks to be left alone for ${minutes} minutes (HTTP ${status})`);
    }
    const message =
      code === 'throttled'
        ? `the vendor says that it is asked too often (HTTP ${status})`
        : `the vendor's server fails (HTTP ${status})`;
    return new FeedFailure(code, message, { again: true, afterMs });
  }
}

/** `Retry-After` is seconds or a date (RFC 9110, 10.2.3). Null: not there, or neither. */
export function retryAfterMs(header: string | null, now: number): number | null {
  if (header === null) return null;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}

/** `fetch failed` says nothing; its cause does. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  const { code, message: because } = (cause ?? {}) as { code?: string; message?: string };
  return shortened(['the vendor cannot be reached', because || code || message].filter(Boolean).join(': '));
}
