/**
 * The book, one session at a time. Backtest and paper trading step this class and nothing else.
 *
 *   settle  the holding that was open ends at this session's fill instant
 *   decide  steps 1 to 5: target, smoothing, scale, limits, stops
 *   fill    steps 6 and 7, at the instant that was settled to
 *
 *   filled in the next session              settle ─▶ fill ─▶ decide     what was decided the session before
 *   filled at the instant of the decision   settle ─▶ decide ─▶ fill
 *   decided at the open, filled at close    decide ─▶ settle ─▶ fill     the close is still to come at the decision
 *
 * All fills go one way: a decision is pending until its fill instant. Between two sessions the whole state is plain
 * data (`save`, `restore`), and going on from it gives the same bits.
 */
import { toIsoDay } from '../market.ts';
import { UserError } from '../ports.ts';
import type { StopTrip } from '../results.ts';
import { CutLog } from './cuts.ts';
import type { BookRecorder, Decision, EndedHolding } from './decision.ts';
import { Limiter } from './limits.ts';
import { PositionWatch } from './positionStops.ts';
import { flatPositions, type Positions } from './positions.ts';
import { volatilityScale } from './scale.ts';
import { returnsSince, settle } from './settle.ts';
import { Sleeves } from './sleeves.ts';
import { type BookState, pack, packPositions, STATE_VERSION, unpack, unpackPositions } from './state.ts';
import { StopWatch } from './stops.ts';
import { Support } from './support.ts';
import { fillOrder } from './turnover.ts';
import type { BookRules, BookSession } from './types.ts';
import { ReturnWindow } from './window.ts';

export class Book {
  readonly #rules: BookRules;
  readonly #recorder: BookRecorder;
  /** Decided at the open and filled at the close of the same session. */
  readonly #closeIsToCome: boolean;

  // ── State, all of it in `save` ───────────────────────────────────────────────────────────────────────────────
  #session = 0;
  #equity: number;
  /** Session of the fill that opened the holding; null before the first. */
  #from: number | null = null;
  /** Price at the last fill instant that had one. */
  readonly #lastPrice: Float64Array;
  readonly #sleeves: Sleeves;
  readonly #live: Positions;
  /** Null when no volatility target asks for it. */
  readonly #shadow: { readonly positions: Positions; readonly returns: ReturnWindow } | null;
  readonly #stops: StopWatch;
  /** Null without stops of positions. */
  readonly #watch: PositionWatch | null;
  readonly #decision: Decision;
  #pending = false;

  /** Follows from the weights: no state of its own. */
  readonly #support: Support;

  // ── Scratch ──────────────────────────────────────────────────────────────────────────────────────────────────
  readonly #returns: Float64Array;
  readonly #limiter: Limiter;
  readonly #scratch: Float64Array;

  constructor(rules: BookRules, stocks: number, recorder: BookRecorder) {
    this.#rules = rules;
    this.#recorder = recorder;
    this.#equity = rules.capital;
    this.#lastPrice = new Float64Array(stocks).fill(Number.NaN);
    this.#sleeves = new Sleeves(rules.sleeves, stocks);
    const carries = rules.participation?.rest === 'carried';
    this.#live = flatPositions(stocks, carries);
    this.#shadow =
      rules.volatilityTarget === null
        ? null
        : { positions: flatPositions(stocks, carries), returns: new ReturnWindow(rules.volatilityTarget.window) };
    this.#stops = new StopWatch(rules);
    this.#watch = rules.positionStops.length === 0 ? null : new PositionWatch(rules.positionStops, stocks);
    this.#decision = emptyDecision(this.#sleeves.target);
    this.#support = new Support(stocks);
    this.#returns = new Float64Array(stocks);
    this.#limiter = new Limiter(rules);
    this.#scratch = new Float64Array(stocks);
    this.#closeIsToCome = rules.decide === 'open' && (rules.fill === 'close' || rules.fill === 'vwap');
  }

  get equity(): number {
    return this.#equity;
  }

  /** Sessions stepped so far. */
  get session(): number {
    return this.#session;
  }

  /** Whether a stop has sent the book to cash and nobody has resumed it. */
  get stopped(): boolean {
    return this.#stops.stopped;
  }

  /** What each stop reads after the last step, in their order. */
  stopReadings(): readonly StopTrip[] {
    return this.#stops.readings();
  }

  /**
   * One session, in time order.
   * @throws UserError `equity-lost` when live equity is at or below zero.
   */
  step(session: BookSession): void {
    const { fill } = this.#rules;
    if (this.#closeIsToCome) this.#decide(session);
    this.#settle(session);
    if (fill.startsWith('next ')) {
      if (this.#pending) this.#fill(session);
      this.#decide(session);
    } else {
      if (!this.#closeIsToCome) this.#decide(session);
      this.#fill(session);
    }
    this.#session++;
  }

  #settle(session: BookSession): void {
    returnsSince(this.#lastPrice, session.price, session.delisting, this.#returns);
    if (this.#from === null) return;
    const live = this.#live;
    settle(live, this.#returns, session.delisting, this.#support);
    const before = this.#equity;
    this.#equity = before * (1 + live.net);
    this.#stops.ended(live.net, this.#equity, live.invested);
    this.#watch?.ended(live.held, this.#lastPrice, this.#support);
    this.#recorder.ended(endedHolding(live, this.#from, this.#session, this.#equity));
    if (!(this.#equity > 0)) throw equityLost(session, live, before, this.#equity);
    if (this.#shadow === null) return;
    settle(this.#shadow.positions, this.#returns, session.delisting, this.#support);
    this.#shadow.returns.push(this.#shadow.positions.net);
  }

  /** Steps 1 to 5, on the returns of the holdings that have been settled. */
  #decide(session: BookSession): void {
    const decision = this.#decision;
    decision.cuts.clear();
    const aim = this.#sleeves.aim(session); // 1
    decision.decided = this.#session;
    Object.assign(decision, aim);
    decision.rebalance = aim.names > 0;
    decision.whyNot = decision.rebalance ? null : isDue(session) ? 'empty cross-section' : 'not scheduled';
    if (decision.rebalance) this.#smooth(session); // 2
    decision.resumed = this.#stops.resume(this.#session, session.resume, session.scalar);
    if (decision.rebalance && !decision.resumed) this.#askDrift(session);
    this.#watchPositions(session);
    // A resumed book takes up the smoothed book that session, scheduled or not.
    if (decision.rebalance || decision.resumed)
      this.#scaleAndLimit(session, decision); // 3, 4
    else decision.scale = Number.NaN;
    decision.stops = this.#stops.read(this.#session); // 5
    decision.flat = this.#stops.stopped;
    decision.shadowOrder = decision.rebalance ? 'rebalance' : 'hold';
    decision.order = decision.flat ? 'flatten' : decision.resumed ? 'rebalance' : decision.shadowOrder;
    this.#pending = true;
  }

  #smooth(session: BookSession): void {
    this.#support.prune(this.#sleeves.memories, this.#live, this.#shadow?.positions ?? this.#live);
    this.#sleeves.smooth(session, this.#support);
  }

  /** Takes the rebalance back when it would trade too little, by what the limits leave of it at the prices now known. */
  #askDrift(session: BookSession): void {
    const { drift, smoothed } = this.#sleeves;
    if (drift === null) return;
    const support = this.#support;
    const scale = this.#scale();
    const out = this.#watch?.out ?? null;
    const wanted = this.#scratch;
    this.#limiter.apply({ smoothed, scale, out, equity: this.#equity, session, support }, wanted, null);
    if (distance(wanted, this.#heldNow(), support) > drift) return;
    this.#sleeves.withdraw();
    this.#decision.rebalance = false;
    this.#decision.whyNot = 'within drift';
  }

  /** Of the live book, at the last prices known to the decision. */
  #heldNow(): Float64Array {
    // Settled to this instant, or filled at it, or still as the last fill left it.
    const isSettled = !this.#rules.fill.startsWith('next ') && !this.#closeIsToCome;
    return isSettled ? this.#live.drifted : this.#live.held;
  }

  /** 3 */
  #scale(): number {
    const { volatilityTarget, sessionsPerYear } = this.#rules;
    if (volatilityTarget === null || this.#shadow === null) return 1;
    return volatilityScale(volatilityTarget, this.#shadow.returns, sessionsPerYear);
  }

  /** Stops of positions: they come before the limits, which then bind the names that are left. */
  #watchPositions(session: BookSession): void {
    const watch = this.#watch;
    if (watch === null) return;
    watch.letIn(this.#session, session, this.#sleeves.smoothed);
    if (this.#stops.stopped) return;
    watch.read(this.#session, session, this.#heldNow(), this.#lastPrice, this.#support, this.#decision.cuts);
  }

  #scaleAndLimit(session: BookSession, decision: Decision): void {
    const { smoothed } = this.#sleeves;
    const support = this.#support;
    const unlimited = { smoothed, scale: 1, out: null, equity: this.#equity, session, support };
    decision.scale = this.#scale();
    if (this.#shadow !== null) this.#limiter.apply(unlimited, this.#shadow.positions.wanted, null);
    const { scale, cuts } = decision;
    this.#limiter.apply({ ...unlimited, scale, out: this.#watch?.out ?? null }, this.#live.wanted, cuts);
  }

  /** Steps 6 and 7 at the fill instant, to whose prices the books have just been settled. */
  #fill(session: BookSession): void {
    const live = this.#live;
    const { order, shadowOrder, cuts } = this.#decision;
    const fill = { order, out: this.#watch?.out ?? null, equity: this.#equity, session, cuts };
    fillOrder(live, fill, this.#rules, this.#support);
    this.#watch?.filled(live.drifted, live.held, this.#lastPrice, this.#support);
    if (this.#shadow !== null) {
      // Amounts in USD are of the same account.
      const ofShadow = { ...fill, order: shadowOrder, out: null, cuts: null };
      fillOrder(this.#shadow.positions, ofShadow, this.#rules, this.#support);
    }
    this.#recorder.filled({
      decision: this.#decision,
      filled: this.#session,
      equityBeforeFill: this.#equity,
      names: this.#support.stocks.subarray(0, this.#support.count),
      smoothed: this.#sleeves.smoothed,
      limited: live.wanted,
      drifted: live.drifted,
      held: live.held,
      turnover: live.turnover,
      cost: live.cost,
      borrow: live.borrow,
    });
    this.#from = this.#session;
    this.#pending = false;
  }

  /** Between two sessions: everything that the next one depends on, as plain data that JSON keeps to the bit. */
  save(): BookState {
    const shadow = this.#shadow;
    return {
      version: STATE_VERSION,
      session: this.#session,
      equity: this.#equity,
      from: this.#from,
      lastPrice: pack(this.#lastPrice),
      sleeves: this.#sleeves.save(),
      live: packPositions(this.#live),
      shadow:
        shadow === null ? null : { positions: packPositions(shadow.positions), returns: shadow.returns.toArray() },
      stops: this.#stops.save(),
      positions: this.#watch?.save() ?? null,
      pending: this.#pending ? pendingOf(this.#decision) : null,
    };
  }

  /**
   * Goes on from a saved state; the rules must be those it was saved under.
   * @throws UserError `book-state-version` when another version of the engine saved it.
   */
  restore(state: BookState): void {
    if (state.version !== STATE_VERSION) throw unknownVersion(state.version);
    this.#session = state.session;
    this.#equity = state.equity;
    this.#from = state.from;
    unpack(state.lastPrice, this.#lastPrice);
    this.#sleeves.restore(state.sleeves);
    unpackPositions(state.live, this.#live);
    if (this.#shadow !== null && state.shadow !== null) {
      unpackPositions(state.shadow.positions, this.#shadow.positions);
      this.#shadow.returns.clear();
      for (const value of state.shadow.returns) this.#shadow.returns.push(value);
    }
    this.#restoreSupport();
    this.#stops.restore(state.stops, state.equity);
    if (state.positions !== null) this.#watch?.restore(state.positions);
    this.#pending = state.pending !== null;
    if (state.pending === null) return;
    const { scale, cuts, ...rest } = state.pending;
    Object.assign(this.#decision, rest, { scale: scale ?? Number.NaN });
    this.#decision.cuts.restore(cuts);
  }

  #restoreSupport(): void {
    this.#support.clear();
    for (const weights of this.#sleeves.memories) this.#support.include(weights);
    for (const positions of [this.#live, this.#shadow?.positions]) {
      if (positions === undefined) continue;
      this.#support.include(positions.held);
      if (positions.rest !== null) this.#support.include(positions.rest);
    }
  }
}

function emptyDecision(target: Float64Array): Decision {
  return {
    decided: 0,
    rebalance: false,
    whyNot: 'not scheduled',
    resumed: false,
    flat: false,
    stops: [],
    order: 'hold',
    shadowOrder: 'hold',
    names: 0,
    few: false,
    unweighed: 0,
    target,
    scale: Number.NaN,
    cuts: new CutLog(),
  };
}

/** The target is the sleeves' to keep. */
function pendingOf({ target: _, scale, cuts, ...rest }: Decision): BookState['pending'] {
  return { ...rest, scale: pack([scale])[0]!, cuts: cuts.save() };
}

function isDue({ scheduled }: BookSession): boolean {
  return scheduled.includes(true);
}

/** Σ|a − b|. */
function distance(a: Float64Array, b: Float64Array, { stocks, count }: Support): number {
  let sum = 0;
  for (let k = 0; k < count; k++) sum += Math.abs(a[stocks[k]!]! - b[stocks[k]!]!);
  return sum;
}

function endedHolding(live: Positions, from: number, to: number, equity: number): EndedHolding {
  const { held: _, drifted: _drifted, wanted: _wanted, rest: _rest, invested: _invested, ...figures } = live;
  return { from, to, equity, ...figures };
}

function equityLost(session: BookSession, live: Positions, before: number, after: number): UserError {
  const exposure = live.held.reduce((sum, weight) => sum + Math.abs(weight), 0);
  return new UserError(
    'equity-lost',
    `the book lost all its equity on ${toIsoDay(session.day)}: a return of ${percent(live.net)} on ${money(before)} ` +
      `left ${money(after)}, with positions of ${percent(exposure)} of equity`,
    ['lower the gross of the legs or the highest volatility scale', 'check the prices of that session'],
  );
}

function unknownVersion(version: unknown): UserError {
  return new UserError(
    'book-state-version',
    `the saved book is of version ${String(version)}, and this program goes on from version ${STATE_VERSION}`,
    ['go on with the program that saved it, or begin the book anew'],
  );
}

function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(2)}%`;
}

function money(amount: number): string {
  return `${amount.toFixed(2)} USD`;
}
