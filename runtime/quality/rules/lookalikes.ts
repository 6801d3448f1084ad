/**
 * Two tickers with the same returns: one company twice, or a symbol that was handed on with its history under both. The
 * value is the share of probed sessions whose returns agree to a hundredth of a per cent, the limit 95% of twenty or more.
 *
 * Every fourth day on which the price moved is a probe. Comparing all pairs would take the square of the tickers: only
 * those are compared that agree, on two of every fourth probe, on its return and on that of the session before. Of two
 * strangers one pair in 100,000 does so by chance on a given day.
 */
import { Notes, SAME } from '../alike.ts';
import type { TickerBars } from '../bars.ts';
import type { Comparison, CrossRule, Finding } from '../rule.ts';

const EVERY = 4;
const EVERY_KEY = 16;
const SHARE = 0.95;
const FEWEST = 20;
/** A move so small is shared by chance, or by two stocks that stand still. */
const LEAST_MOVE = 2e-3;
/** Of many that are all alike each is held to so many of the next, which finds it as well as all would. */
const NEIGHBOURS = 8;

export const lookalikes: CrossRule = {
  name: 'lookalikes',
  finds: `two tickers with the same returns on ${100 * SHARE}% of the sessions probed`,
  falseAlarms: 'two classes of shares that trade at one price; funds on one index',
  begin: () => new Lookalikes(),
};

interface Probes {
  readonly ticker: string;
  readonly days: Int32Array;
  readonly returns: Float64Array;
}

class Lookalikes implements Comparison {
  private readonly seen: Probes[] = [];
  private readonly notes = new Notes();
  private days = new Int32Array(0);
  private returns = new Float64Array(0);

  see({ ticker, days, close }: TickerBars): void {
    if (this.days.length < close.length) {
      this.days = new Int32Array(close.length);
      this.returns = new Float64Array(close.length);
    }
    let count = 0;
    let before = Number.NaN;
    let beforeThat = Number.NaN;
    for (let t = 0; t < close.length; t++) {
      const now = close[t]!;
      if (!(now > 0)) continue;
      const day = days[t]!;
      if (day % EVERY === 0 && Math.abs(now / before - 1) > LEAST_MOVE) {
        const change = now / before - 1;
        this.days[count] = day;
        this.returns[count++] = change;
        if (day % EVERY_KEY === 0) {
          const earlier = before / beforeThat - 1;
          if (Math.abs(earlier) > LEAST_MOVE) this.notes.add(day / EVERY_KEY, earlier, change, this.seen.length);
        }
      }
      beforeThat = before;
      before = now;
    }
    this.seen.push({ ticker, days: this.days.slice(0, count), returns: this.returns.slice(0, count) });
  }

  finish(): Omit<Finding, 'rule'>[] {
    return this.candidates().flatMap(([one, other]) => {
      const found = compare(this.seen[one]!, this.seen[other]!);
      return found === null ? [] : [found];
    });
  }

  /** Pairs that agreed at least twice, by number. */
  private candidates(): (readonly [number, number])[] {
    const counts = new Map<number, number>();
    const tickers = this.seen.length;
    this.notes.eachAlike((group) => {
      for (let i = 0; i < group.length; i++) {
        for (let j = i + 1; j < Math.min(group.length, i + 1 + NEIGHBOURS); j++) {
          const pair = group[i]! * tickers + group[j]!;
          counts.set(pair, (counts.get(pair) ?? 0) + 1);
        }
      }
    });
    return [...counts]
      .filter(([, times]) => times > 1)
      .map(([pair]) => [Math.floor(pair / tickers), pair % tickers] as const)
      .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  }
}

/** Of the later by name; `bars` are the sessions probed. */
function compare(one: Probes, other: Probes): Omit<Finding, 'rule'> | null {
  let common = 0;
  let same = 0;
  let from = 0;
  let to = 0;
  for (let i = 0, j = 0; i < one.days.length && j < other.days.length; ) {
    const away = one.days[i]! - other.days[j]!;
    if (away === 0) {
      if (common++ === 0) from = one.days[i]!;
      to = one.days[i]!;
      if (Math.abs(one.returns[i]! - other.returns[j]!) < SAME) same++;
    }
    if (away <= 0) i++;
    if (away >= 0) j++;
  }
  const value = same / common;
  if (common < FEWEST || value < SHARE) return null;
  return {
    ticker: other.ticker,
    from,
    to,
    bars: common,
    value,
    limit: SHARE,
    detail: `the same returns as ${one.ticker} on ${same} of ${common} sessions probed`,
  };
}
