/** What a rule is. Each is one file under `rules/`, which says what it finds, why its limit, and when it is wrong. */
import type { RuleName } from '../../configs/quality.ts';
import type { Circumstances, TickerBars } from './bars.ts';

/** Something a rule has found: bars of one ticker, or sessions on which it has none. */
export interface Finding {
  readonly rule: RuleName;
  readonly ticker: string;
  /** Days since 1970-01-01, both included. */
  readonly from: number;
  readonly to: number;
  /** Bars it is about; of a gap, sessions without one. */
  readonly bars: number;
  /** What was measured, and the limit it broke, in the unit the rule says; null: there is nothing to measure. */
  readonly value: number | null;
  readonly limit: number | null;
  /** In words, for people: `open 0`, `× 0.143, like a split of 7:1 that nobody tells`. */
  readonly detail: string;
}

/** A finding as a rule tells it of the ticker in hand. */
export type Tell = (told: Omit<Finding, 'rule' | 'ticker'>) => void;

interface About {
  readonly name: RuleName;
  /** What it finds, in a few words, for tables. */
  readonly finds: string;
  /** When what it finds is right after all. */
  readonly falseAlarms: string;
}

/** A rule that can judge a ticker by its own bars. */
export interface TickerRule extends About {
  find(bars: TickerBars, circumstances: Circumstances, tell: Tell): void;
}

/** A rule that compares tickers: it sees each once, and answers at the end. */
export interface CrossRule extends About {
  /** A comparison that begins; each check has its own. */
  begin(): Comparison;
}

export interface Comparison {
  see(bars: TickerBars): void;
  finish(): readonly Omit<Finding, 'rule'>[];
}
