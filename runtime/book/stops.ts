/**
 * Step 5. Stops are read at every decision on what is known then. One that trips sends the book to cash until it is
 * resumed; no stop is read meanwhile.
 */

import type { NodeId } from '../../compiler/plan.ts';
import type { StopTrip } from '../results.ts';
import type { BookRules, BookSession, StopFigures, StopRule } from './types.ts';
import { ReturnWindow } from './window.ts';

/** Plain data of the watch, for paper trading to keep between sessions. */
export interface StopState {
  readonly peak: number;
  readonly begun: boolean;
  readonly returns: readonly number[];
  /** Session in which it was stopped; null while it is not. */
  readonly stoppedAt: number | null;
  /** Session from which it may resume by itself; null: by hand. */
  readonly resumeAt: number | null;
  /** Conditions of the session that must all hold then. */
  readonly resumeWhen: readonly NodeId[];
}

export class StopWatch implements StopFigures {
  readonly #stops: readonly StopRule[];
  readonly #sessionsPerYear: number;
  readonly #returns: ReturnWindow;
  #equity: number;
  #peak: number;
  /** Windows begin with the first non-empty book. */
  #begun = false;
  #stoppedAt: number | null = null;
  #resumeAt: number | null = null;
  #resumeWhen: readonly NodeId[] = [];

  constructor(rules: Pick<BookRules, 'stops' | 'sessionsPerYear' | 'capital'>) {
    this.#stops = rules.stops;
    this.#sessionsPerYear = rules.sessionsPerYear;
    this.#returns = new ReturnWindow(Math.max(1, ...rules.stops.map((stop) => stop.window)));
    this.#equity = rules.capital;
    this.#peak = rules.capital;
  }

  get stopped(): boolean {
    return this.#stoppedAt !== null;
  }

  /** A holding has ended. */
  ended(net: number, equity: number, invested: boolean): void {
    this.#equity = equity;
    this.#peak = Math.max(this.#peak, equity);
    this.#begun ||= invested;
    if (this.#begun) this.#returns.push(net);
  }

  /**
   * Resumes a stopped book when it is time and what must hold does, or when asked for by hand: a new peak, empty windows.
   * @param scalar the value of a condition at this decision.
   */
  resume(session: number, byHand: boolean, scalar: BookSession['scalar']): boolean {
    if (this.#stoppedAt === null) return false;
    const isTime = this.#resumeAt !== null && session >= this.#resumeAt;
    if (!byHand && !(isTime && this.#resumeWhen.every((condition) => scalar(condition) === 1))) return false;
    this.#stoppedAt = null;
    this.#resumeAt = null;
    this.#resumeWhen = [];
    this.#peak = this.#equity;
    this.#returns.clear();
    this.#begun = false;
    return true;
  }

  /** Every stop that trips now; the book is then stopped. None while it is. */
  read(session: number): readonly StopTrip[] {
    if (this.stopped || this.#stops.length === 0) return NONE;
    let tripped: { rule: StopRule; trip: StopTrip }[] | null = null;
    for (const rule of this.#stops) {
      const trip = this.#reading(rule);
      const { figure, limit } = trip;
      // Comparisons with NaN are false: an undefined figure never trips.
      if (!(rule.comparison === '<' ? figure < limit : figure > limit)) continue;
      tripped ??= [];
      tripped.push({ rule, trip });
    }
    if (tripped === null) return NONE;
    this.#stoppedAt = session;
    this.#resumeAt = resumeSession(
      session,
      tripped.map(({ rule }) => rule.resumeAfter),
    );
    this.#resumeWhen = tripped.flatMap(({ rule }) => rule.resumeWhen ?? []);
    return tripped.map(({ trip }) => trip);
  }

  /** What each stop reads now, in their order, whether or not it trips; NaN: undefined. */
  readings(): readonly StopTrip[] {
    return this.#stops.map((rule) => this.#reading(rule));
  }

  /** Minus zero is zero: what is recorded has to come through JSON to the bit. */
  #reading(rule: StopRule): StopTrip {
    return { text: rule.text, figure: rule.left(this) + 0, limit: rule.right(this) + 0 };
  }

  // ── StopFigures ──────────────────────────────────────────────────────────────────────────────────────────────

  get dayReturn(): number {
    return this.#returns.latest();
  }

  get drawdown(): number {
    return 1 - this.#equity / this.#peak;
  }

  volatility(sessions: number): number {
    return this.#returns.deviation(sessions, 1);
  }

  sharpe(sessions: number): number {
    const deviation = this.#returns.deviation(sessions);
    return deviation === 0 ? Number.NaN : (this.#returns.mean(sessions) / deviation) * Math.sqrt(this.#sessionsPerYear);
  }

  // ── State ────────────────────────────────────────────────────────────────────────────────────────────────────

  save(): StopState {
    return {
      peak: this.#peak,
      begun: this.#begun,
      returns: this.#returns.toArray(),
      stoppedAt: this.#stoppedAt,
      resumeAt: this.#resumeAt,
      resumeWhen: this.#resumeWhen,
    };
  }

  restore(state: StopState, equity: number): void {
    this.#equity = equity;
    this.#peak = state.peak;
    this.#begun = state.begun;
    this.#returns.clear();
    for (const value of state.returns) this.#returns.push(value);
    this.#stoppedAt = state.stoppedAt;
    this.#resumeAt = state.resumeAt;
    this.#resumeWhen = state.resumeWhen;
  }
}

const NONE: readonly StopTrip[] = [];

/** When several trip, the strictest decides: by hand before any number of sessions, then the longest wait and all conditions. */
function resumeSession(session: number, waits: readonly (number | null)[]): number | null {
  let longest = 0;
  for (const wait of waits) {
    if (wait === null) return null;
    longest = Math.max(longest, wait);
  }
  return session + longest;
}
