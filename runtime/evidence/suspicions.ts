/**
 * The lint of a finished run: what looks too good, or rests on too little, each with its reason and its figure.
 * `strat explain CODE` says what it means and what to do. The order is that of importance.
 */

import { mean, standardDeviation } from '../figures/moments.ts';
import { normalQuantile } from '../figures/normal.ts';
import type { SuspicionCode } from '../problems/suspicions.ts';
import { percent, plural, ratio, signedRatio } from '../report/format.ts';
import type { Signal } from '../report/input.ts';
import { shuffledWords } from '../report/words.ts';
import type { BookResult } from '../results.ts';
import type { Luck } from './trials.ts';
import type { BaselineId, Contribution, Evidence } from './types.ts';

export interface Suspicion {
  readonly code: SuspicionCode;
  /** A sentence without a full stop, with the figure in it. */
  readonly reason: string;
}

export interface SuspectFacts {
  readonly book: BookResult;
  readonly contributions: readonly Contribution[];
  /** Null at level `none`. */
  readonly evidence: Evidence | null;
  readonly luck: Luck;
  /** How well the predictions ordered the stocks; null where the book does not read them. */
  readonly signal: Pick<Signal, 'rankIc' | 'mean' | 'icir'> | null;
}

/** A rule answers the reason, or null. */
type Rule = (facts: SuspectFacts) => string | null;

export function suspicionsOf(facts: SuspectFacts): Suspicion[] {
  const idle = idleWords(facts.book);
  // Of a book that never held anything nothing else can be said.
  if (idle !== null) return [{ code: 'never-held', reason: idle }];
  if (facts.book.figures.net.sharpe === null) return [];
  return Object.entries(RULES).flatMap(([code, rule]) => {
    const reason = rule(facts);
    return reason === null ? [] : [{ code: code as SuspicionCode, reason }];
  });
}

function idleWords({ holdings }: BookResult): string | null {
  if (holdings.count === 0 || holdings.turnover.some((value) => value > 0)) return null;
  return `no order was ever filled: the book stayed in cash for all ${plural(holdings.count, 'session')}`;
}

const RULES: Record<Exclude<SuspicionCode, 'never-held'>, Rule> = {
  'sharpe-too-high': ({ book }) => {
    const { sharpe } = book.figures.net;
    return sharpe !== null && sharpe > 4 ? `the Sharpe ratio after costs is ${ratio(sharpe)}` : null;
  },

  'gone-with-a-delay': ({ book, evidence }) => {
    const now = book.figures.net.sharpe;
    const later = evidence?.sensitivity.find(({ kind }) => kind === 'delay')?.figures?.sharpe ?? null;
    if (now === null || later === null || now < 1 || later > now / 4) return null;
    return `decided one session later, the Sharpe ratio falls from ${ratio(now)} to ${ratio(later)}`;
  },

  'one-stock-makes-half': ({ contributions }) => {
    const won = contributions.filter(({ total }) => total > 0);
    const all = won.reduce((sum, { total }) => sum + total, 0);
    const [best] = won;
    if (best === undefined || contributions.length < MANY_STOCKS || best.total < all / 2) return null;
    return `${best.ticker} earned ${percent(best.total / all, 0)} of all that the winning stocks earned`;
  },

  'few-sessions-make-it': ({ book }) => {
    // A book in cash neither earns nor loses; its days are none of the sessions that made something.
    const net = book.holdings.net.filter((value) => value !== 0);
    const { total, best, usual, count } = bestSessions(net);
    if (net.length < MANY_SESSIONS || total <= 0 || best < total / 2 || best < 2 * usual) return null;
    return `${plural(count, 'session')} of ${net.length} made ${percent(best / total, 0)} of the profit`;
  },

  'turnover-without-cost': ({ book }) => {
    const { averageTurnover, averageCost } = book.figures;
    if (averageTurnover < 0.001 || averageCost > 0) return null;
    return `${percent(averageTurnover, 1)} of equity is traded per session, at no cost`;
  },

  'profit-after-rebalances-only': ({ book }) => {
    const { first, rest, share } = aroundRebalances(book);
    if (share === null || share > 0.5 || first <= 0 || rest > 0.1 * first) return null;
    return `the first sessions after rebalances, ${percent(share, 0)} of all, earned ${percent(first, 1)}, the others ${percent(rest, 1)}`;
  },

  'test-looked-at-often': ({ luck }) => {
    if (luck.hypotheses <= MANY_HYPOTHESES) return null;
    const many = luck.deflatedBy === luck.hypotheses ? 'so many' : `the ${luck.deflatedBy} that held anything`;
    return `${luck.hypotheses} hypotheses were tried on this test, and the best of ${many} shows a Sharpe ratio of ${ratio(luck.luckySharpe)} by luck`;
  },

  'profit-without-information': ({ book, signal }) => {
    const { sharpe } = book.figures.net;
    if (sharpe === null || sharpe < 1 || signal === null || signal.mean === null || signal.icir === null) return null;
    const t = signal.icir * Math.sqrt(signal.rankIc.filter((value) => value !== null).length);
    if (t >= 1) return null;
    return `the Sharpe ratio is ${ratio(sharpe)}, and the rank IC of the predictions ${signedRatio(signal.mean, 4)}, ${ratio(t, 1)} standard errors from zero`;
  },

  'no-better-than-shuffled': ({ evidence }) => {
    const shuffled = evidence?.shuffled ?? null;
    if (shuffled === null || shuffled.p === null || shuffled.p <= 0.05) return null;
    return shuffledWords(shuffled.books, shuffled.p);
  },

  'no-better-than-simple': ({ book, evidence }) => {
    const { sharpe } = book.figures.net;
    const simple = (evidence?.baselines ?? []).flatMap(({ id, figures }) => {
      const name = SIMPLE[id];
      return name === undefined || figures?.sharpe == null ? [] : [{ name, sharpe: figures.sharpe }];
    });
    const [best] = simple.sort((a, b) => b.sharpe - a.sharpe);
    if (sharpe === null || best === undefined || best.sharpe < sharpe) return null;
    return `${best.name} has a Sharpe ratio of ${ratio(best.sharpe)} in the same book, the strategy ${ratio(sharpe)}`;
  },

  'seeds-disagree': ({ evidence }) => {
    const sharpes = evidence?.seeds.flatMap(({ figures }) => figures?.sharpe ?? []) ?? [];
    const [least, greatest] = [Math.min(...sharpes), Math.max(...sharpes)];
    if (sharpes.length < 2 || least > 0 || greatest <= 0) return null;
    return `the Sharpe ratios of ${sharpes.length} seeds range from ${ratio(least)} to ${ratio(greatest)}`;
  },

  'gone-with-double-cost': ({ book, evidence }) => {
    const dear = evidence?.sensitivity.find(({ kind }) => kind === 'cost')?.figures ?? null;
    const now = book.figures.net.totalReturn;
    if (dear === null || now <= 0 || dear.totalReturn > 0) return null;
    return `at twice the costs the total return falls from ${percent(now, 1)} to ${percent(dear.totalReturn, 1)}`;
  },

  'param-on-a-peak': ({ book, evidence }) => {
    const fallen = evidence?.sensitivity.find(
      ({ kind, figures }) => kind === 'param' && figures !== null && figures.totalReturn < 0,
    );
    if (fallen === undefined || book.figures.net.totalReturn <= 0) return null;
    return `with ${fallen.change} the total return falls from ${percent(book.figures.net.totalReturn, 1)} to ${percent(fallen.figures?.totalReturn, 1)}`;
  },

  'market-in-disguise': ({ book, evidence }) => {
    const market = evidence?.attribution.market ?? null;
    const both = book.figures.longNet !== null && book.figures.shortNet !== null;
    if (!both || market === null || market.rSquared < 0.5) return null;
    return `${market.name} explains ${percent(market.rSquared, 0)} of the variance of returns, with a beta of ${ratio(market.beta)}`;
  },
};

/** Ideas that a model has to beat. */
const SIMPLE: Partial<Record<BaselineId, string>> = {
  ridge: 'a ridge regression on the same features',
  momentum: '12-1 momentum',
  reversal: 'the reversal of five sessions',
};

/** Below these a rule would fire by construction. */
const MANY_STOCKS = 10;
const MANY_SESSIONS = 60;
/** Beyond it the best by luck has a Sharpe ratio of about two standard deviations of the trials. */
const MANY_HYPOTHESES = 20;

/** What the best hundredth of the sessions earned, and would earn by normal returns of the same mean and deviation. */
function bestSessions(net: Float64Array): { total: number; best: number; usual: number; count: number } {
  const count = Math.ceil(net.length / 100);
  const sorted = Float64Array.from(net).sort().reverse();
  const centre = mean(net) ?? 0;
  const sd = standardDeviation(net) ?? 0;
  let best = 0;
  let usual = 0;
  for (let k = 0; k < count; k++) {
    best += sorted[k]!;
    // Blom's approximation of the expected value of a normal order statistic, 1958.
    usual += centre + sd * normalQuantile((net.length - k - 0.375) / (net.length + 0.25));
  }
  return { total: centre * net.length, best, usual, count };
}

/** Net returns of the holdings that a rebalance opened, and of all others; share: how many the former are. */
function aroundRebalances({ decisions, holdings }: BookResult): { first: number; rest: number; share: number | null } {
  let first = 0;
  let rest = 0;
  let opened = 0;
  for (let h = 0; h < holdings.count; h++) {
    if (decisions.flags[h]!.rebalance) {
      first += holdings.net[h]!;
      opened++;
    } else rest += holdings.net[h]!;
  }
  return { first, rest, share: holdings.count === 0 ? null : opened / holdings.count };
}
