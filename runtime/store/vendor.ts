/** Asking a vendor for what is missing, answer by answer into the journal. */
import type { Feed, FeedProblem, FeedRequest, TickerHistory } from '../feeds/feed.ts';
import { toIsoDay } from '../market.ts';
import type { Duck } from '../sources/files/duck.ts';
import type { Journal } from './journal.ts';
import type { Tables } from './manifest.ts';
import { missing, type Wanted } from './missing.ts';
import { behind, readTails, revisionOf, type Tail } from './overlap.ts';
import type { PullPorts, PullRequest } from './pull.ts';
import type { Failure } from './stage.ts';
import { type Listed, readListing, VALUES } from './tables.ts';

/** Gives the tickers that failed. Ends early, and without a word, when the signal says so. */
export async function askVendor(
  duck: Duck,
  feed: Feed,
  request: PullRequest,
  ports: PullPorts,
  tables: Tables,
  journal: Journal,
): Promise<Failure[]> {
  const { places, tickers, window, overlap, calendar, lastStays, expected = null } = request;
  const wanted = tickers ?? [];
  const listing = await readListing(duck, places, tables);
  const tails = await readTails(duck, places, tables, wanted, overlap);
  const from = new Map([...tails].map(([ticker, tail]) => [ticker, tail.from]));
  const all = missing(wanted, listing, from, window, calendar, ports.now(), lastStays, expected);
  const open = all.filter((each) => !journal.covers(each.request));
  ports.emit({
    type: 'pull-started',
    feed: feed.description,
    tickers: wanted.length,
    resumed: all.length - open.length,
  });

  const pull = new VendorPull(feed, ports, journal, tails, listing);
  const restated = await pull.ask(open);
  if (!ports.signal.aborted && restated.length > 0) await pull.ask(restated);
  return pull.failures;
}

/** Asks for all of what is requested, whatever is kept. Gives the tickers that failed. */
export async function askWhole(
  feed: Feed,
  requests: readonly FeedRequest[],
  ports: PullPorts,
  journal: Journal,
): Promise<Failure[]> {
  const open = requests.filter((request) => !journal.covers(request));
  const resumed = requests.length - open.length;
  ports.emit({ type: 'pull-started', feed: feed.description, tickers: requests.length, resumed });
  const pull = new VendorPull(feed, ports, journal, new Map(), new Map());
  await pull.ask(open.map((request) => ({ request, wholeFrom: null, isNewBearer: false })));
  return pull.failures;
}

class VendorPull {
  readonly failures: Failure[] = [];
  private readonly feed: Feed;
  private readonly ports: PullPorts;
  private readonly journal: Journal;
  private readonly tails: ReadonlyMap<string, Tail>;
  private readonly listing: ReadonlyMap<string, Listed>;
  private readonly reasons = new Map<string, string>();

  constructor(
    feed: Feed,
    ports: PullPorts,
    journal: Journal,
    tails: ReadonlyMap<string, Tail>,
    listing: ReadonlyMap<string, Listed>,
  ) {
    this.feed = feed;
    this.ports = ports;
    this.journal = journal;
    this.tails = tails;
    this.listing = listing;
  }

  /** Gives what has to be asked for whole, because the vendor has restated what is kept. */
  async ask(wanted: readonly Wanted[]): Promise<Wanted[]> {
    const open = new Map(wanted.map((each) => [each.request.ticker, each]));
    const restated: Wanted[] = [];
    if (open.size === 0) return restated;
    const requests = wanted.map(({ request }) => request);
    for await (const answer of this.feed.histories(requests, this.ports.signal)) {
      const asked = open.get(answer.ticker);
      if (asked === undefined) continue;
      open.delete(answer.ticker);
      const problem = 'problem' in answer ? answer.problem : this.faultOf(asked, answer.history);
      if (problem !== null) this.fail({ ticker: answer.ticker, ...problem });
      else if ('history' in answer && !(await this.keep(asked, answer.history))) {
        restated.push({ ...asked, request: { ...asked.request, from: asked.wholeFrom! }, wholeFrom: null });
      }
      this.ports.emit({ type: 'pull-progress', done: wanted.length - open.size, total: wanted.length });
    }
    if (this.ports.signal.aborted) return restated;
    for (const ticker of open.keys()) this.fail({ ticker, code: 'bad-answer', message: 'the feed gave no answer' });
    return restated;
  }

  /** An answer that would take the place of what is kept, which is not to be lost for it. */
  private faultOf({ wholeFrom, isNewBearer }: Wanted, history: TickerHistory): FeedProblem | null {
    if (isInfinite(history)) return { code: 'bad-answer', message: 'has an infinite price or volume' };
    const kept = this.listing.get(history.ticker);
    if (wholeFrom === null && history.days.length === 0 && kept?.last != null) {
      return { code: 'no-data', message: `has no bar any more, and is kept until ${kept.last}` };
    }
    if (isNewBearer) return null;
    const [before, now] = [kept?.identity ?? null, history.identity];
    if (before === null || now === null || now === before) return null;
    const message = `is another company now: ${now}, and what is kept is of ${before}; say who bore the ticker when in \`data.identity\`, or pull it into another store`;
    return { code: 'bad-answer', message };
  }

  /** False when what is kept of the ticker is no longer what the vendor says. */
  private async keep({ wholeFrom, request }: Wanted, history: TickerHistory): Promise<boolean> {
    const tail = wholeFrom === null ? undefined : this.tails.get(request.ticker);
    if (tail === undefined) {
      const reason = this.reasons.get(request.ticker) ?? null;
      await this.add(request, request.from, history, reason);
      return true;
    }
    const reason = revisionOf(tail, history);
    if (reason !== null) {
      this.reasons.set(request.ticker, reason);
      this.ports.emit({ type: 'ticker-restated', ticker: request.ticker, reason });
      return false;
    }
    const last = tail.days.at(-1)!;
    await this.add(request, toIsoDay(last + 1), behind(history, last), null);
    return true;
  }

  private async add(
    asked: FeedRequest,
    coversFrom: string,
    history: TickerHistory,
    reason: string | null,
  ): Promise<void> {
    const complete = toIsoDay(history.completeTo);
    const coversTo = complete < asked.to ? complete : asked.to;
    await this.journal.add({ asked, coversFrom, coversTo, reason }, history);
    this.ports.step?.(`answer ${asked.ticker}`);
  }

  private fail(failure: Failure): void {
    this.failures.push(failure);
    this.ports.emit({ type: 'ticker-failed', ...failure });
  }
}

function isInfinite(history: TickerHistory): boolean {
  return VALUES.some((name) => history[name].some((value) => Math.abs(value) === Infinity));
}
