/** Holds the answers of a module that we did not write to what `feed.ts` says of them. */
import { fromIsoDay } from '../market.ts';
import { FEED_PROBLEM_CODES, type Feed, type FeedAnswer, type FeedRequest, type TickerHistory } from './feed.ts';

/** The same feed; an answer that is not as it should be is a problem of its ticker, and so is one that never came. */
export function verifiedFeed(feed: Feed): Feed {
  return {
    name: feed.name,
    description: feed.description,
    async *histories(requests, signal) {
      const open = new Map(requests.map((request) => [request.ticker, request]));
      try {
        for await (const answer of feed.histories(requests, signal)) {
          const request = open.get(answer?.ticker);
          if (request === undefined) continue;
          open.delete(request.ticker);
          yield verifiedAnswer(request, answer);
        }
      } catch (error) {
        if (signal.aborted) return;
        const message = `the feed broke off: ${error instanceof Error ? error.message : String(error)}`;
        for (const ticker of open.keys()) yield { ticker, problem: { code: 'bad-answer', message } };
        return;
      }
      if (signal.aborted) return;
      for (const ticker of open.keys())
        yield { ticker, problem: { code: 'bad-answer', message: 'the feed gave no answer' } };
    },
  };
}

function verifiedAnswer(request: FeedRequest, answer: FeedAnswer): FeedAnswer {
  const fault = 'problem' in answer ? problemFault(answer) : historyFault(request, answer.history);
  if (fault === null) return answer;
  return { ticker: request.ticker, problem: { code: 'bad-answer', message: `the feed answers with ${fault}` } };
}

const COLUMNS = ['open', 'high', 'low', 'close', 'volume'] as const;

/** What is wrong with a problem; null: nothing. */
function problemFault({ problem }: Extract<FeedAnswer, { problem: unknown }>): string | null {
  if (FEED_PROBLEM_CODES.includes(problem?.code) && typeof problem.message === 'string') return null;
  return `a problem that is none of ${FEED_PROBLEM_CODES.join(', ')} with a message`;
}

/** What is wrong with a history; null: nothing. */
function historyFault({ ticker, from, to }: FeedRequest, history: TickerHistory | undefined): string | null {
  if (!history) return 'neither a history nor a problem';
  const { days } = history;
  const [first, last] = [fromIsoDay(from), fromIsoDay(to)];
  if (history.ticker !== ticker) return `a history of ${history.ticker}`;
  if (!(days instanceof Int32Array)) return 'days that are no Int32Array';
  const column = COLUMNS.find((name) => !(history[name] instanceof Float64Array));
  if (column !== undefined) return `${column} that is no Float64Array`;
  const short = COLUMNS.find((name) => history[name].length !== days.length);
  if (short !== undefined) return `${days.length} days and ${history[short].length} of ${short}`;
  if (!days.every((day, at) => at === 0 || day > days[at - 1]!)) return 'days that do not ascend';
  if (!Number.isInteger(history.completeTo)) return 'no `completeTo`';
  const end = Math.min(last, history.completeTo);
  if (days.length > 0 && (days[0]! < first || days.at(-1)! > end)) return 'days that it was not asked for';
  return eventFault(history, first, end);
}

function eventFault({ splits, dividends }: TickerHistory, first: number, end: number): string | null {
  if (!Array.isArray(splits) || !Array.isArray(dividends)) return 'no list of splits, or none of dividends';
  if (!splits.every(({ ratio }) => ratio > 0 && Number.isFinite(ratio))) return 'a split whose ratio is not above 0';
  if (!dividends.every(({ amount }) => amount >= 0 && Number.isFinite(amount))) return 'a dividend that is no amount';
  const within = ({ day }: { readonly day: number }) => Number.isInteger(day) && day >= first && day <= end;
  return [...splits, ...dividends].every(within) ? null : 'a split or dividend of a day that it was not asked for';
}
