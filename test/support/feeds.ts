/** Asking a feed in tests. */
import type { Manners } from '../../runtime/feeds/client.ts';
import type { Feed, FeedAnswer, FeedRequest, TickerHistory } from '../../runtime/feeds/feed.ts';
import type { Timing } from '../../runtime/feeds/timing.ts';
import { toIsoDay } from '../../runtime/market.ts';

/** As fast as it goes. */
export const QUICK: Manners = { at_once: 2, per_minute: 6000, retries: 3, timeout_seconds: 5 };

/** A clock that waiting moves on, and chance that is always the same. */
export class ToldTiming implements Timing {
  readonly slept: number[] = [];
  private time: number;
  private readonly chance: number;

  constructor(instant = '2030-01-01T12:00:00Z', chance = 0.5) {
    this.time = Date.parse(instant);
    this.chance = chance;
  }

  now = () => this.time;
  random = () => this.chance;
  sleep = async (ms: number, signal: AbortSignal) => {
    signal.throwIfAborted();
    this.slept.push(ms);
    this.time += ms;
  };
}

export function wanted(tickers: readonly string[], from = '1990-01-01', to = '2035-12-31'): FeedRequest[] {
  return tickers.map((ticker) => ({ ticker, from, to }));
}

/** Answers by ticker. */
export async function answersOf(
  feed: Feed,
  requests: readonly FeedRequest[],
  signal = new AbortController().signal,
): Promise<Map<string, FeedAnswer>> {
  const answers = new Map<string, FeedAnswer>();
  for await (const answer of feed.histories(requests, signal)) {
    if (answers.has(answer.ticker)) throw new Error(`${answer.ticker} was answered twice`);
    answers.set(answer.ticker, answer);
  }
  return answers;
}

export function history(answer: FeedAnswer | undefined): TickerHistory {
  if (answer && 'history' in answer) return answer.history;
  throw new Error(`no history: ${JSON.stringify(answer)}`);
}

/** `code: message`. */
export function problem(answer: FeedAnswer | undefined): string {
  if (answer && 'problem' in answer) return `${answer.problem.code}: ${answer.problem.message}`;
  throw new Error(`no problem: ${JSON.stringify(answer)}`);
}

export function daysOf({ days }: TickerHistory): string[] {
  return [...days].map(toIsoDay);
}
