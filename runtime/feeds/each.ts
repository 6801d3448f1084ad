/** One answer for each request, a few under way at a time; a vendor that refuses is not asked on and on. */
import { problemOf } from './failure.ts';
import type { FeedAnswer, FeedProblem, FeedRequest, TickerHistory } from './feed.ts';

/** @throws FeedFailure, or anything: then it is a bad answer of that ticker */
export type AnswerOne = (request: FeedRequest, signal: AbortSignal) => Promise<TickerHistory>;

/** Tickers in a row that nobody answered for, each after all its tries: then it is not the ticker. */
const UNREACHABLE_IN_A_ROW = 5;

/** In the order in which they come. Whoever stops reading stops the asking. */
export async function* answerEach(
  requests: readonly FeedRequest[],
  atOnce: number,
  signal: AbortSignal,
  answerOne: AnswerOne,
): AsyncGenerator<FeedAnswer> {
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const refusals = new Refusals();
  const underWay = new Map<number, Promise<{ readonly index: number; readonly answer: FeedAnswer }>>();
  const begin = async (index: number) => {
    const request = requests[index]!;
    const answer = refusals.answerTo(request) ?? (await answered(answerOne, request, either));
    return { index, answer };
  };
  try {
    let next = 0;
    for (;;) {
      for (; next < requests.length && underWay.size < atOnce; next++) underWay.set(next, begin(next));
      if (underWay.size === 0) return;
      const { index, answer } = await Promise.race(underWay.values());
      if (signal.aborted) return;
      underWay.delete(index);
      refusals.note(answer);
      yield answer;
    }
  } finally {
    stop.abort();
    await Promise.allSettled(underWay.values());
  }
}

async function answered(answerOne: AnswerOne, request: FeedRequest, signal: AbortSignal): Promise<FeedAnswer> {
  const { ticker } = request;
  try {
    return { ticker, history: await answerOne(request, signal) };
  } catch (error) {
    return { ticker, problem: problemOf(error) };
  }
}

/** Asking on after a refusal is how addresses get banned; the tickers left over are asked for by the next pull. */
class Refusals {
  private unreachable = 0;
  private given: FeedProblem | null = null;

  note(answer: FeedAnswer): void {
    const problem = 'problem' in answer ? answer.problem : null;
    this.unreachable = problem?.code === 'unreachable' ? this.unreachable + 1 : 0;
    if (this.given !== null) return;
    if (problem?.code === 'throttled' || this.unreachable >= UNREACHABLE_IN_A_ROW) this.given = problem;
  }

  answerTo({ ticker }: FeedRequest): FeedAnswer | null {
    if (this.given === null) return null;
    const { code, message } = this.given;
    return { ticker, problem: { code, message: `not asked for any more: ${message}` } };
  }
}
