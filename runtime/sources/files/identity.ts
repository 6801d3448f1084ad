/**
 * Who is behind a ticker on a day. A ticker can pass to another company, and a company can take another ticker: where
 * the data tell, a stock is the company. It is called by its first ticker, and the second one to begin with it is `EP~2`:
 * what comes later then changes neither the name nor the order of what is there already.
 */
import { toIsoDay } from '../../market.ts';
import { UserError } from '../../ports.ts';
import { counted, listed } from '../wording.ts';
import type { Stay } from './stays.ts';

/** A company's time under a ticker; days, both included. */
export interface TickerStay extends Stay {
  readonly ticker: string;
  readonly id: string;
}

export interface StockStay extends Stay {
  readonly ticker: string;
  readonly stock: string;
}

export class Identities {
  /** As told: no day is anybody's that is in no stay. */
  readonly stays: readonly StockStay[];
  /** Each day of a ticker is somebody's: what happens after a stay, as a delisting does, belongs to it. */
  readonly extended: readonly StockStay[];
  readonly #byTicker: ReadonlyMap<string, readonly StockStay[]>;
  readonly #byStock: ReadonlyMap<string, readonly StockStay[]>;

  /** @param where what holds the stays, for messages */
  constructor(told: readonly TickerStay[], where: string) {
    const sorted = told.toSorted((a, b) => a.from - b.from || order(a.id, b.id) || order(a.ticker, b.ticker));
    verifyOneAtATime(sorted, where);
    const names = namesOf(sorted);
    this.stays = sorted.map(({ ticker, from, to, id }) => ({ ticker, from, to, stock: names.get(id)! }));
    this.#byTicker = Map.groupBy(this.stays, ({ ticker }) => ticker);
    this.#byStock = Map.groupBy(this.stays, ({ stock }) => stock);
    this.extended = [...this.#byTicker.values()].flatMap(extend);
  }

  /** Who the stays of a ticker are of, such as those in an index. A ticker that nothing is told of is its own stock. */
  staysOf(ticker: string, { from, to }: Stay): StockStay[] {
    const own = this.#byTicker.get(ticker);
    if (own === undefined) return [{ ticker, stock: ticker, from, to }];
    return extend(own)
      .map((each) => ({ ...each, from: Math.max(each.from, from), to: Math.min(each.to, to) }))
      .filter((each) => each.from <= each.to);
  }

  /** Whom a list means by a name: the stock that is called so, and all that ever bore it. */
  stocksCalled(name: string): string[] {
    const bearers = (this.#byTicker.get(name) ?? []).map(({ stock }) => stock);
    return bearers.length === 0 || this.#byStock.has(name) ? [...new Set([name, ...bearers])] : [...new Set(bearers)];
  }

  lastBearer(ticker: string): string {
    return this.#byTicker.get(ticker)?.at(-1)?.stock ?? ticker;
  }

  /** Names under which a table without dates, made today, has a stock; the latest first. */
  namesToday(stock: string): string[] {
    const own = (this.#byStock.get(stock) ?? [])
      .map(({ ticker }) => ticker)
      .filter((t) => this.lastBearer(t) === stock);
    return [...own.reverse(), ...(this.#byTicker.has(stock) ? [] : [stock])];
  }

  /** What a reader must know of names, of the stocks of a run. */
  assumptions(stocks: readonly string[]): string[] {
    const own = stocks.map((stock) => [stock, this.#byStock.get(stock) ?? []] as const);
    const reused = own.filter(([stock, stays]) => stays.length > 0 && stays[0]!.ticker !== stock);
    const changed = own.flatMap(([stock, stays]) => {
      const last = stays.at(-1);
      return last === undefined || last.ticker === stays[0]!.ticker ? [] : [`${stock} (${last.ticker})`];
    });
    return [
      ...(reused.length === 0
        ? []
        : [
            `${counted(reused.length, 'stock')} under a ticker that another company bore before, called by a number: ` +
              `${listed(reused.map(([stock, stays]) => `${stock} (from ${dayOf(stays[0]!.from)})`))}.`,
          ]),
      ...(changed.length === 0
        ? []
        : [`${counted(changed.length, 'stock')} that changed the ticker, called by the first: ${listed(changed)}.`]),
    ];
  }
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function namesOf(sorted: readonly TickerStay[]): Map<string, string> {
  const names = new Map<string, string>();
  const begun = new Map<string, number>();
  for (const { id, ticker } of sorted) {
    if (names.has(id)) continue;
    const count = (begun.get(ticker) ?? 0) + 1;
    begun.set(ticker, count);
    names.set(id, count === 1 ? ticker : `${ticker}~${count}`);
  }
  return names;
}

/** From one stay of a ticker to the next; the first from ever on, the last for ever. */
function extend(own: readonly StockStay[]): StockStay[] {
  return own.map((stay, index) => ({
    ...stay,
    from: index === 0 ? -Infinity : stay.from,
    to: index === own.length - 1 ? Infinity : own[index + 1]!.from - 1,
  }));
}

function verifyOneAtATime(sorted: readonly TickerStay[], where: string): void {
  for (const [ticker, stays] of Map.groupBy(sorted, (stay) => stay.ticker)) {
    for (const [index, stay] of stays.entries()) {
      const next = stays[index + 1];
      if (next === undefined || next.from > stay.to) continue;
      throw new UserError(
        'bad-identity',
        `${where}: ${ticker} is borne by ${stay.id} until ${dayOf(stay.to)} and by ${next.id} from ${dayOf(next.from)}`,
        [
          'a ticker is one company at a time; the end of a stay is its last day, not the first after it',
          'share classes need a ticker each',
        ],
      );
    }
  }
}

function dayOf(day: number): string {
  if (day === Infinity) return 'today';
  return day === -Infinity ? 'ever' : toIsoDay(day);
}
