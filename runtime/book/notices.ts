/** What a reader of a backtest should notice, gathered while it is stepped. */
import { type Market, toIsoDay } from '../market.ts';
import type { EventSink } from '../ports.ts';
import type { Decisions } from '../results.ts';
import { LIMIT_NAMES } from './cuts.ts';
import type { Decision, Fill } from './decision.ts';
import { heldAbove } from './heldAbove.ts';
import type { BookRules, SleeveRules } from './types.ts';

export class BookNotices {
  /** Days since 1970-01-01 of the run's sessions. */
  readonly #sessions: Int32Array;
  readonly #first: number;
  readonly #tickers: readonly string[];
  readonly #rules: Pick<BookRules, 'sleeves' | 'limits' | 'positionStops'>;
  readonly #wanted: number;
  readonly #sides: number;
  readonly #empty: number[] = [];
  readonly #few: number[] = [];
  readonly #unweighed: number[] = [];
  readonly #stops: string[] = [];
  readonly #positionStops: string[] = [];
  #flat = 0;

  /** @param first index of the first session stepped. */
  constructor(
    { sessions, tickers }: Pick<Market, 'sessions' | 'tickers'>,
    first: number,
    rules: Pick<BookRules, 'sleeves' | 'limits' | 'positionStops'>,
  ) {
    this.#sessions = sessions;
    this.#first = first;
    this.#tickers = tickers;
    this.#rules = rules;
    this.#wanted = Math.max(...rules.sleeves.map(namesWanted));
    this.#sides = Math.max(...rules.sleeves.map(({ long, short }) => Number(long !== null) + Number(short !== null)));
  }

  filled({ decision }: Fill): void {
    if (decision.whyNot === 'empty cross-section') this.#empty.push(decision.decided);
    if (decision.rebalance && decision.few) this.#few.push(decision.decided);
    if (decision.rebalance && decision.unweighed > 0) this.#unweighed.push(decision.decided);
    if (decision.flat) this.#flat++;
    this.#ofPositions(decision);
    for (const { text, figure, limit } of decision.stops) {
      this.#stops.push(
        `${this.#day(decision.decided)}: ${text} (${figure.toPrecision(4)} against ${limit.toPrecision(4)})`,
      );
    }
  }

  #ofPositions({ decided, cuts }: Decision): void {
    for (let k = 0; k < cuts.count; k++) {
      const rule = cuts.by[k]! - LIMIT_NAMES.length;
      if (rule < 0) continue;
      const { text } = this.#rules.positionStops[rule]!;
      this.#positionStops.push(`${this.#tickers[cuts.stock[k]!]} on ${this.#day(decided)}: ${text}`);
    }
  }

  emit(events: EventSink, decisions: Decisions): void {
    const notice = (code: string, message: string): void => events.emit({ type: 'notice', code, message });
    if (this.#empty.length > 0) {
      notice(
        'empty-cross-section',
        `${count(this.#empty.length, 'session')} scheduled for rebalancing had no stock with a prediction: the book was left as it was (${this.#days(this.#empty)})`,
      );
    }
    if (this.#few.length > 0) {
      const taken =
        this.#sides === 2
          ? 'that two full sides need: each side took at most half of them'
          : 'the book asks for: it took all of them';
      notice(
        'few-names',
        `${count(this.#few.length, 'session')} had fewer than the ${this.#wanted} stocks ${taken} (${this.#days(this.#few)})`,
      );
    }
    if (this.#unweighed.length > 0) {
      notice(
        'names-without-weight',
        `${count(this.#unweighed.length, 'session')} had names chosen whose weight could not be found, for want of returns to find it from: they were left out (${this.#days(this.#unweighed)})`,
      );
    }
    if (this.#stops.length > 0) {
      notice(
        'stop-tripped',
        `${count(this.#stops.length, 'stop')} tripped, ${count(this.#flat, 'decision')} in cash: ${this.#stops.join('; ')}`,
      );
    }
    if (this.#positionStops.length > 0) {
      const shown = this.#positionStops.slice(0, SHOWN_DAYS).join('; ');
      const more = this.#positionStops.length > SHOWN_DAYS ? '; …' : '';
      notice(
        'position-stop-tripped',
        `${count(this.#positionStops.length, 'stop')} of positions tripped: ${shown}${more}`,
      );
    }
    for (const { limit, most, fills, worst } of heldAbove(this.#rules.limits, decisions)) {
      notice(
        'held-above-limit',
        `held above \`${limit}\` after ${count(fills, 'rebalance')}, at most ${rounded(worst.figure)} against ${rounded(most)} on ` +
          `${toIsoDay(this.#sessions[decisions.filled[worst.decision]!]!)}: limits bind the book asked for, and the turnover limit, a participation or a missing price keeps what was held`,
      );
    }
  }

  #day(session: number): string {
    return toIsoDay(this.#sessions[this.#first + session]!);
  }

  #days(sessions: readonly number[]): string {
    const shown = sessions.slice(0, SHOWN_DAYS).map((session) => this.#day(session));
    return sessions.length > SHOWN_DAYS ? `${shown.join(', ')}, …` : shown.join(', ');
  }
}

/** That both sides, or the one, can be filled. */
function namesWanted({ long, short }: SleeveRules): number {
  const counts = [long, short].flatMap((leg) => (leg?.take.kind === 'count' ? [leg.take.enter] : []));
  return Math.max(0, ...counts) * (long !== null && short !== null ? 2 : 1);
}

const SHOWN_DAYS = 3;

/** Four digits: figures of limits are shares and counts. */
function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
