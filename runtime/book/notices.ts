/** What a reader of a backtest should notice, gathered while it is stepped. */
import { toIsoDay } from '../market.ts';
import type { EventSink } from '../ports.ts';
import type { Fill } from './decision.ts';
import type { BookRules, SleeveRules } from './types.ts';

export class BookNotices {
  /** Days since 1970-01-01 of the run's sessions. */
  readonly #sessions: Int32Array;
  readonly #first: number;
  readonly #wanted: number;
  readonly #sides: number;
  readonly #empty: number[] = [];
  readonly #few: number[] = [];
  readonly #unweighed: number[] = [];
  readonly #stops: string[] = [];
  #flat = 0;

  /** @param first index of the first session stepped. */
  constructor(sessions: Int32Array, first: number, rules: Pick<BookRules, 'sleeves'>) {
    this.#sessions = sessions;
    this.#first = first;
    this.#wanted = Math.max(...rules.sleeves.map(namesWanted));
    this.#sides = Math.max(...rules.sleeves.map(({ long, short }) => Number(long !== null) + Number(short !== null)));
  }

  filled({ decision }: Fill): void {
    if (decision.whyNot === 'empty cross-section') this.#empty.push(decision.decided);
    if (decision.rebalance && decision.few) this.#few.push(decision.decided);
    if (decision.rebalance && decision.unweighed > 0) this.#unweighed.push(decision.decided);
    if (decision.flat) this.#flat++;
    for (const { text, figure, limit } of decision.stops) {
      this.#stops.push(
        `${this.#day(decision.decided)}: ${text} (${figure.toPrecision(4)} against ${limit.toPrecision(4)})`,
      );
    }
  }

  emit(events: EventSink): void {
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

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
