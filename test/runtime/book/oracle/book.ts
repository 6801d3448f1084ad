/**
 * The book as docs/book.md has it, written from that page alone: dense arrays, nothing reused, everything looked at
 * every time. The engine is held to it, column by column.
 */
import type { BookRules, StopFigures } from '../../../../runtime/book/types.ts';
import { UserError } from '../../../../runtime/ports.ts';
import type { TestSession } from '../support.ts';
import { type CutRow, deviation, limited } from './limits.ts';
import { type SleeveMemory, smoothTo, sum, targetOf } from './target.ts';

export interface OracleDecision {
  decided: number;
  filled: number;
  rebalance: boolean;
  whyNot: string | null;
  resumed: boolean;
  flat: boolean;
  stops: { text: string; figure: number; limit: number }[];
  scale: number;
  /** Null: the step did not take place. */
  target: number[] | null;
  smoothed: number[] | null;
  limited: number[] | null;
  drifted: number[];
  held: number[];
  equityBeforeFill: number;
  costs: Costs;
  cuts: CutRow[];
}

export interface OracleHolding {
  from: number;
  to: number;
  gross: number;
  longGross: number;
  shortGross: number;
  costs: Costs;
  net: number;
  equity: number;
}

export interface Costs {
  turnover: number;
  turnoverLong: number;
  turnoverShort: number;
  spread: number;
  commission: number;
  impact: number;
  borrow: number;
  financing: number;
  interest: number;
}

interface Account {
  held: number[];
  /** What of orders is still to be traded. */
  rest: number[];
  wanted: number[];
  costs: Costs;
}

type Order = 'hold' | 'rebalance' | 'flatten';

interface Decided {
  at: number;
  rebalance: boolean;
  whyNot: string | null;
  resumed: boolean;
  flat: boolean;
  stops: OracleDecision['stops'];
  scale: number;
  target: number[];
  cuts: CutRow[];
  order: Order;
}

interface Exit {
  side: number;
  at: number;
  rule: number;
}

export class OracleBook {
  readonly decisions: OracleDecision[] = [];
  readonly holdings: OracleHolding[] = [];
  equity: number;
  readonly #rules: BookRules;
  readonly #sessions: readonly TestSession[];
  readonly #stocks: number;
  readonly #lastPrice: number[];
  readonly #sleeves: SleeveMemory[];
  readonly #live: Account;
  readonly #shadow: Account;
  readonly #shadowReturns: number[] = [];
  #from: number | null = null;
  #peak: number;
  /** Of the live book since its first holding that was not empty, or since it was resumed. */
  #returns: number[] = [];
  #begun = false;
  #stopped: { at: number; tripped: BookRules['stops'] } | null = null;
  readonly #entry: number[];
  readonly #best: number[];
  readonly #age: number[];
  readonly #out = new Map<number, Exit>();
  #pending: Decided | null = null;

  constructor(rules: BookRules, sessions: readonly TestSession[]) {
    this.#rules = rules;
    this.#sessions = sessions;
    this.#stocks = sessions[0]!.price.length;
    this.equity = rules.capital;
    this.#peak = rules.capital;
    this.#lastPrice = this.#each(Number.NaN);
    this.#sleeves = rules.sleeves.map(() => ({ target: this.#each(0), smoothed: this.#each(0), hasSmoothed: false }));
    this.#live = this.#emptyAccount();
    this.#shadow = this.#emptyAccount();
    this.#entry = this.#each(Number.NaN);
    this.#best = this.#each(Number.NaN);
    this.#age = this.#each(0);
  }

  /** Until all equity is lost or an optimiser fails, which the answer tells. */
  run(): string | null {
    for (let t = 0; t < this.#sessions.length; t++) {
      const { decide, fill } = this.#rules;
      const instants = fill.startsWith('next ')
        ? [this.#settle, this.#fill, this.#decide]
        : decide === 'open' && fill !== 'open'
          ? [this.#decide, this.#settle, this.#fill]
          : [this.#settle, this.#decide, this.#fill];
      for (const instant of instants) {
        try {
          instant.call(this, t);
        } catch (error) {
          if (error instanceof UserError) return error.code;
          throw error;
        }
        if (!(this.equity > 0)) return 'equity-lost';
      }
    }
    return null;
  }

  // ── A holding ends ───────────────────────────────────────────────────────────────────────────────────────────

  #settle(t: number): void {
    const { price, delisting } = this.#sessions[t]!;
    const returns = this.#each(0).map((_, i) => {
      const gone = delisting?.[i] ?? Number.NaN;
      const last = this.#lastPrice[i]!;
      const made = Number.isNaN(price[i]!) || Number.isNaN(last) ? 0 : price[i]! / last - 1;
      return Number.isNaN(gone) ? made : (1 + made) * (1 + gone) - 1;
    });
    price.forEach((now, i) => {
      if (!Number.isNaN(now)) this.#lastPrice[i] = now;
    });
    if (this.#from === null) return;
    const { held, costs } = this.#live;
    const made = (weights: readonly number[]): number => sum(weights.map((w, i) => w * returns[i]!));
    const gross = made(held);
    const net = netOf(gross, costs);
    this.equity *= 1 + net;
    this.#peak = Math.max(this.#peak, this.equity);
    this.#begun ||= held.some((w) => w !== 0);
    if (this.#begun) this.#returns.push(net);
    held.forEach((w, i) => {
      if (w === 0) return;
      this.#age[i]!++;
      this.#best[i] = (w > 0 ? Math.max : Math.min)(this.#best[i]!, this.#lastPrice[i]!);
    });
    this.holdings.push({
      from: this.#from,
      to: t,
      gross,
      longGross: made(held.map((w) => Math.max(0, w))),
      shortGross: made(held.map((w) => Math.min(0, w))),
      costs,
      net,
      equity: this.equity,
    });
    drift(this.#live, returns, net, delisting);
    const shadowNet = netOf(sum(this.#shadow.held.map((w, i) => w * returns[i]!)), this.#shadow.costs);
    this.#shadowReturns.push(shadowNet);
    drift(this.#shadow, returns, shadowNet, delisting);
  }

  // ── Steps 1 to 5 ─────────────────────────────────────────────────────────────────────────────────────────────

  #decide(t: number): void {
    const rules = this.#rules;
    const session = this.#sessions[t]!;
    const before = this.#sleeves.map((memory) => ({ ...memory }));
    let rebalance = false;
    rules.sleeves.forEach((sleeve, k) => {
      if (!session.scheduled[k]) return;
      const memory = this.#sleeves[k]!;
      const target = targetOf(sleeve, this.#sessions.slice(0, t + 1), memory.target);
      if (target === null) return;
      rebalance = true;
      smoothTo(memory, target, sleeve.alpha, session.eligible);
    });
    let whyNot = rebalance ? null : session.scheduled.includes(true) ? 'empty cross-section' : 'not scheduled';
    const resumed = this.#resume(t);
    const drift = rules.sleeves[0]!.drift;
    if (rebalance && !resumed && drift !== null) {
      const { weights } = this.#limit(t, this.#scale(), true);
      // At the last prices known: drifted to them where they are settled, else as the last fill left them.
      if (sum(weights.map((w, i) => Math.abs(w - this.#live.held[i]!))) <= drift) {
        rebalance = false;
        whyNot = 'within drift';
        before.forEach((memory, k) => {
          Object.assign(this.#sleeves[k]!, memory);
        });
      }
    }
    const cuts = this.#stopPositions(t);
    let scale = Number.NaN;
    if (rebalance || resumed) {
      scale = this.#scale();
      const live = this.#limit(t, scale, true);
      this.#live.wanted = live.weights;
      cuts.push(...live.cuts);
      this.#shadow.wanted = this.#limit(t, 1, false).weights;
    }
    const stops = this.#stopBook(t);
    const flat = this.#stopped !== null;
    const order: Order = flat ? 'flatten' : rebalance || resumed ? 'rebalance' : 'hold';
    const target = this.#mixed('target');
    this.#pending = { at: t, rebalance, whyNot, resumed, flat, stops, scale, target, cuts, order };
  }

  #mixed(of: 'target' | 'smoothed'): number[] {
    return this.#each(0).map((_, i) =>
      sum(this.#rules.sleeves.map(({ share }, k) => share * this.#sleeves[k]![of][i]!)),
    );
  }

  #scale(): number {
    const target = this.#rules.volatilityTarget;
    if (target === null || this.#shadowReturns.length < target.window) return 1;
    const realised = deviation(this.#shadowReturns.slice(-target.window)) * Math.sqrt(this.#rules.sessionsPerYear);
    return realised === 0 ? target.hi : Math.min(target.hi, Math.max(target.lo, target.perYear / realised));
  }

  #limit(t: number, scale: number, keepsOut: boolean) {
    const asked = this.#mixed('smoothed').map((w, i) => (keepsOut && this.#out.has(i) ? 0 : scale * w));
    return limited(asked, this.#rules.limits, this.equity, this.#sessions.slice(0, t + 1));
  }

  #resume(t: number): boolean {
    if (this.#stopped === null) return false;
    const { at, tripped } = this.#stopped;
    const { resume, rows } = this.#sessions[t]!;
    const byItself = tripped.every(
      ({ resumeAfter, resumeWhen }) =>
        resumeAfter !== null && t >= at + resumeAfter && (resumeWhen === null || rows[resumeWhen]![0] === 1),
    );
    if (!resume && !byItself) return false;
    this.#stopped = null;
    this.#peak = this.equity;
    this.#returns = [];
    this.#begun = false;
    return true;
  }

  #stopBook(t: number): OracleDecision['stops'] {
    if (this.#stopped !== null) return [];
    const returns = this.#returns;
    const figures: StopFigures = {
      dayReturn: returns.at(-1) ?? Number.NaN,
      drawdown: 1 - this.equity / this.#peak,
      volatility: (n) => (returns.length < n + 1 ? Number.NaN : deviation(returns.slice(-n - 1, -1))),
      sharpe: (n) => {
        if (returns.length < n) return Number.NaN;
        const last = returns.slice(-n);
        const sd = deviation(last);
        return sd === 0 ? Number.NaN : (sum(last) / n / sd) * Math.sqrt(this.#rules.sessionsPerYear);
      },
    };
    const tripped = this.#rules.stops.filter(({ left, comparison, right }) =>
      comparison === '<' ? left(figures) < right(figures) : left(figures) > right(figures),
    );
    if (tripped.length > 0) this.#stopped = { at: t, tripped };
    return tripped.map(({ text, left, right }) => ({ text, figure: left(figures), limit: right(figures) }));
  }

  #stopPositions(t: number): CutRow[] {
    const session = this.#sessions[t]!;
    const rules = this.#rules.positionStops;
    const smoothed = this.#mixed('smoothed');
    for (const [i, { side, at, rule }] of [...this.#out]) {
      const { resumeAfter, resumeWhen } = rules[rule]!;
      const mayReturn =
        resumeAfter === null
          ? Math.sign(smoothed[i]!) !== side
          : t >= at + resumeAfter && (resumeWhen === null || session.rows[resumeWhen]![i] === 1);
      if (mayReturn) this.#out.delete(i);
    }
    if (this.#stopped !== null) return [];
    const cuts: CutRow[] = [];
    const closed = new Map<number, Exit>();
    rules.forEach((rule, number) => {
      this.#live.held.forEach((w, i) => {
        if (w === 0 || this.#out.has(i)) return;
        const side = Math.sign(w);
        const price = this.#lastPrice[i]!;
        const one = (value: number): Float64Array => Float64Array.of(value);
        const names = {
          stocks: Int32Array.of(i),
          figures: {
            position_return: one(side * (price / this.#entry[i]! - 1)),
            position_drawdown: one(side * (1 - price / this.#best[i]!)),
            position_age: one(this.#age[i]!),
          },
        };
        const [figure] = rule.left(names, session);
        const [most] = rule.right(names, session);
        if (!(rule.comparison === '<' ? figure! < most! : figure! > most!)) return;
        cuts.push({ by: rule.text, stock: i, figure: figure!, most: most!, before: w, after: 0 });
        const other = closed.get(i);
        const wait = (each: number): number => rules[each]!.resumeAfter ?? Number.POSITIVE_INFINITY;
        if (other === undefined || wait(number) > wait(other.rule)) closed.set(i, { side, at: t, rule: number });
      });
    });
    for (const [i, exit] of closed) this.#out.set(i, exit);
    return cuts;
  }

  // ── Steps 6 and 7 ────────────────────────────────────────────────────────────────────────────────────────────

  #fill(t: number): void {
    const decided = this.#pending;
    if (decided === null) return;
    const drifted = this.#live.held;
    const cuts = [...decided.cuts, ...this.#trade(t, this.#live, decided.order, true)];
    this.#trade(t, this.#shadow, decided.rebalance ? 'rebalance' : 'hold', false);
    this.#followPositions(drifted);
    const { at, order: _, target, scale, ...flags } = decided;
    const takenUp = decided.rebalance || decided.resumed;
    this.decisions.push({
      ...flags,
      decided: at,
      filled: t,
      scale,
      target: decided.rebalance ? target : null,
      smoothed: takenUp ? this.#mixed('smoothed') : null,
      limited: takenUp ? this.#live.wanted : null,
      drifted,
      held: this.#live.held,
      equityBeforeFill: this.equity,
      costs: this.#live.costs,
      cuts,
    });
    this.#from = t;
    this.#pending = null;
  }

  #trade(t: number, account: Account, order: Order, keepsOut: boolean): CutRow[] {
    const { limits, participation, wholeShares } = this.#rules;
    const session = this.#sessions[t]!;
    const { held: drifted, rest, wanted } = account;
    const cuts: CutRow[] = [];
    const leaves = (i: number): boolean => keepsOut && this.#out.has(i);
    const goal = drifted.map((w, i) => {
      if (order === 'flatten' || leaves(i)) return 0;
      if (order === 'rebalance') return wanted[i]!;
      return Math.abs(w + rest[i]!) < 1e-12 * Math.abs(w) ? 0 : w + rest[i]!;
    });
    const isTraded = (i: number): boolean =>
      !Number.isNaN(session.price[i]!) && Number.isNaN(session.delisting?.[i] ?? Number.NaN);
    let orders = goal.map((w, i) => (isTraded(i) ? w - drifted[i]! : 0));
    const after = (i: number): number => drifted[i]! + orders[i]!;
    const asked = sum(orders.map((each, i) => (leaves(i) ? 0 : Math.abs(each))));
    if (order === 'rebalance' && limits.turnover !== null && asked > limits.turnover) {
      const most = limits.turnover;
      orders = orders.map((each, i) => (leaves(i) ? each : each * (most / asked)));
      cuts.push({ by: 'turnover', stock: -1, figure: asked, most, before: asked, after: most });
    }
    if (participation !== null) {
      const volume = session.rows[participation.of]!;
      const full = orders;
      orders = orders.map((each, i) => {
        const v = volume[i]!;
        const most = v > 0 ? (participation.most * v) / this.equity : 0;
        if (Math.abs(each) <= most) return each;
        const filled = Math.sign(each) * most;
        const figure = v > 0 ? (Math.abs(each) * this.equity) / v : Number.NaN;
        const [before, now] = [drifted[i]! + each, drifted[i]! + filled];
        cuts.push({ by: 'participation', stock: i, figure, most: participation.most, before, after: now });
        return filled;
      });
      if (participation.rest === 'carried') {
        account.rest = orders.map((each, i) =>
          Number.isNaN(session.price[i]!) ? goal[i]! - drifted[i]! : full[i]! - each,
        );
      }
    }
    if (wholeShares) {
      orders = orders.map((each, i) => {
        // Closed altogether, up to rounding of the sum.
        if (each === 0 || Math.abs(after(i)) < 1e-15) return each;
        const price = session.rawPrice![i]!;
        const shares = Math.floor((Math.abs(each) * this.equity) / price + 1e-9);
        const rounded = (Math.sign(each) * shares * price) / this.equity;
        // What is left is less than a billionth of a share.
        return Math.abs(drifted[i]! + rounded) * this.equity < 1e-9 * price ? -drifted[i]! : rounded;
      });
    }
    account.held = orders.map((each, i) => {
      const now = drifted[i]! + each;
      return Math.abs(now) < 1e-15 && goal[i] === 0 ? 0 : now;
    });
    account.costs = this.#costsOf(t, drifted, account.held);
    return cuts;
  }

  #costsOf(t: number, before: readonly number[], after: readonly number[]): Costs {
    const session = this.#sessions[t]!;
    const { costs, sessionsPerYear } = this.#rules;
    const traded = after.map((w, i) => Math.abs(w - before[i]!));
    const turnover = sum(traded);
    const long = (w: number): number => Math.max(0, w);
    const short = (w: number): number => Math.max(0, -w);
    const [spread, commission, impact] = (['spread', 'commission', 'impact'] as const).map((kind) => {
      const alike = turnover === 0 ? 0 : turnover * costs.alike[kind](turnover);
      return alike + sum(traded.map((each, i) => (each === 0 ? 0 : this.#ofOrder(kind, i, each, turnover, session))));
    });
    const yearly = (rate: number | string): number => (typeof rate === 'number' ? rate : session.rows[rate]![0]!);
    const longs = sum(after.map(long));
    return {
      turnover,
      turnoverLong: sum(after.map((w, i) => Math.abs(long(w) - long(before[i]!)))),
      turnoverShort: sum(after.map((w, i) => Math.abs(short(w) - short(before[i]!)))),
      spread: spread!,
      commission: commission!,
      impact: impact!,
      borrow: sum(
        after.map((w, i) => {
          if (!(w < 0)) return 0;
          const { borrowPerYear } = costs;
          const rate = typeof borrowPerYear === 'number' ? borrowPerYear : session.rows[borrowPerYear]![i]!;
          return (-w * rate) / sessionsPerYear;
        }),
      ),
      financing: (yearly(costs.financingPerYear) / sessionsPerYear) * Math.max(0, longs - 1),
      interest: (yearly(costs.cashPerYear) / sessionsPerYear) * Math.max(0, 1 - longs),
    };
  }

  #ofOrder(
    kind: 'spread' | 'commission' | 'impact',
    stock: number,
    traded: number,
    turnover: number,
    session: TestSession,
  ): number {
    const { orders } = this.#rules.costs;
    if (orders === null) return 0;
    const names = {
      stocks: Int32Array.of(stock),
      figures: { turnover: Float64Array.of(turnover), traded: Float64Array.of(traded * this.equity) },
    };
    if (kind !== 'commission') return (orders[kind]?.(names, session)[0] ?? 0) * traded;
    if (orders.commission === null) return 0;
    const { rate, on, minimum } = orders.commission;
    const usd = traded * this.equity;
    const amount = on === 'traded' ? usd : usd / session.rawPrice![stock]!;
    return Math.max(minimum, amount * rate(names, session)[0]!) / this.equity;
  }

  /** Where positions begin, what they were bought at, where they end. */
  #followPositions(before: readonly number[]): void {
    this.#live.held.forEach((now, i) => {
      const [a, b] = [Math.abs(before[i]!), Math.abs(now)];
      const price = this.#lastPrice[i]!;
      const begins = now !== 0 && Math.sign(before[i]!) !== Math.sign(now);
      if (now === 0 || begins) {
        this.#entry[i] = this.#best[i] = now === 0 ? Number.NaN : price;
        this.#age[i] = 0;
      } else if (b > a) this.#entry[i] = (a * this.#entry[i]! + (b - a) * price) / b;
    });
  }

  #each(value: number): number[] {
    return new Array<number>(this.#stocks).fill(value);
  }

  #emptyAccount(): Account {
    const [held, rest, wanted] = [this.#each(0), this.#each(0), this.#each(0)];
    return { held, rest, wanted, costs: NO_COSTS };
  }
}

const NO_COSTS: Costs = {
  turnover: 0,
  turnoverLong: 0,
  turnoverShort: 0,
  spread: 0,
  commission: 0,
  impact: 0,
  borrow: 0,
  financing: 0,
  interest: 0,
};

function netOf(gross: number, { spread, commission, impact, borrow, financing, interest }: Costs): number {
  return gross - spread - commission - impact - borrow - financing + interest;
}

/** Weights, and what is left of orders, after the returns of a holding; a delisted stock has become cash. */
function drift(account: Account, returns: readonly number[], net: number, delisting: Float64Array | null): void {
  const moved = (w: number, i: number): number =>
    Number.isNaN(delisting?.[i] ?? Number.NaN) && 1 + net !== 0 ? (w * (1 + returns[i]!)) / (1 + net) : 0;
  account.held = account.held.map(moved);
  account.rest = account.rest.map(moved);
}
