/** Reads a worked case of kind `book` (its README gives the schema) and steps the engine through it. */
import { readFileSync } from 'node:fs';
import { Book } from '../../../runtime/book/book.ts';
import { bookFigures } from '../../../runtime/book/figures.ts';
import { Ledger } from '../../../runtime/book/ledger.ts';
import type { BookRules, BookSession, StopRule } from '../../../runtime/book/types.ts';
import { fromIsoDay } from '../../../runtime/market.ts';
import type { BookFigures, Holdings } from '../../../runtime/results.ts';
import { type DenseDecisions, dense } from '../../support/ledgerWeights.ts';
import { shared } from '../../support/shared.ts';
import { costsOf, legOf, NO_LIMITS, PLAIN, sessionFor } from './support.ts';

type Row = (number | null)[];

export interface BookCase {
  readonly name: string;
  readonly inputs: {
    readonly dates: string[];
    readonly tickers: string[];
    readonly sectors: (string | null)[] | null;
    readonly open: Row[];
    readonly close: Row[];
    readonly members: boolean[][] | null;
    readonly require: boolean[][] | null;
    readonly predictions: Row[];
    readonly delistings: { ticker: string; date: string; return: number }[];
  };
  readonly parameters: {
    readonly k: number;
    readonly long: { gross: number } | null;
    readonly short: { gross: number; where_prediction_below: number | null } | null;
    readonly alpha: number;
    readonly rebalance: 'every session' | string[];
    readonly fill: BookRules['fill'];
    readonly costs: Record<'spread_bps' | 'commission_bps' | 'impact_bps' | 'borrow_bps_per_year', number>;
    readonly volatility_target: { per_year: number; window: number; lo: number; hi: number } | null;
    readonly stops: {
      day_return: { times_volatility: number; window: number } | null;
      drawdown: number | null;
      sharpe: { below: number; window: number } | null;
    };
    readonly resume: { after: number | null; by_hand: string[] };
    readonly limits: Pick<BookRules['limits'], 'weight' | 'turnover'> & { readonly sector: number | null };
    readonly sessions_per_year: number;
    readonly capital: number;
  };
  readonly expected: {
    readonly decisions: Record<string, unknown>[];
    readonly holdings: Record<string, unknown>[];
    readonly equity: number[];
    readonly metrics: Record<string, unknown>;
  };
}

export function readBookCase(name: string): BookCase {
  return JSON.parse(readFileSync(shared(`vectors/book/${name}.json`), 'utf8')) as BookCase;
}

/** Position of each of the engine's stocks (ascending by code point) among the case's tickers. */
export function tickerOrder(tickers: readonly string[]): number[] {
  return tickers.map((_, i) => i).sort((a, b) => (tickers[a]! < tickers[b]! ? -1 : 1));
}

export function rulesOf({ parameters }: BookCase): BookRules {
  const { k, long, short, costs, volatility_target } = parameters;
  const { sector, ...limits } = parameters.limits;
  return {
    sleeves: [
      {
        share: 1,
        long: long && legOf(k, long.gross),
        short: short && legOf(k, short.gross, { filter: short.where_prediction_below === null ? null : 'below' }),
        alpha: parameters.alpha,
        ...PLAIN,
      },
    ],
    decide: 'close',
    fill: parameters.fill,
    wholeShares: false,
    participation: null,
    costs: costsOf(
      (turnover) => (costs.spread_bps + costs.commission_bps + costs.impact_bps * turnover) / 10_000,
      costs.borrow_bps_per_year / 10_000,
    ),
    volatilityTarget: volatility_target && {
      perYear: volatility_target.per_year,
      window: volatility_target.window,
      lo: volatility_target.lo,
      hi: volatility_target.hi,
    },
    stops: stopsOf(parameters),
    positionStops: [],
    limits: { ...NO_LIMITS, ...limits, sector: sector === null ? null : { most: sector, of: 'sector' } },
    sessionsPerYear: parameters.sessions_per_year,
    capital: parameters.capital,
  };
}

function stopsOf({ stops, resume }: BookCase['parameters']): StopRule[] {
  const rules: StopRule[] = [];
  const { day_return, drawdown, sharpe } = stops;
  if (day_return !== null) {
    rules.push({
      text: 'day_return',
      left: (figures) => figures.dayReturn,
      comparison: '<',
      right: (figures) => -day_return.times_volatility * figures.volatility(day_return.window),
      window: day_return.window + 1,
      resumeAfter: resume.after,
      resumeWhen: null,
    });
  }
  if (drawdown !== null) {
    rules.push({
      text: 'drawdown',
      left: (figures) => figures.drawdown,
      comparison: '>',
      right: () => drawdown,
      window: 0,
      resumeAfter: resume.after,
      resumeWhen: null,
    });
  }
  if (sharpe !== null) {
    rules.push({
      text: 'sharpe',
      left: (figures) => figures.sharpe(sharpe.window),
      comparison: '<',
      right: () => sharpe.below,
      window: sharpe.window,
      resumeAfter: resume.after,
      resumeWhen: null,
    });
  }
  return rules;
}

export function sessionsOf({ inputs, parameters }: BookCase): BookSession[] {
  const order = tickerOrder(inputs.tickers);
  const prices = parameters.fill === 'next open' ? inputs.open : inputs.close;
  const below = parameters.short?.where_prediction_below ?? null;
  const sectors = inputs.sectors ?? inputs.tickers.map(() => null);
  const names = [...new Set(sectors)].filter((sector) => sector !== null);
  const sector = order.map((i) => (sectors[i] === null ? Number.NaN : names.indexOf(sectors[i]!)));
  return inputs.dates.map((date, t) => {
    const score = Float64Array.from(order, (i) => inputs.predictions[t]![i] ?? Number.NaN);
    const gone = inputs.delistings.filter((delisting) => delisting.date === date);
    const price = order.map((i) => prices[t]![i] ?? Number.NaN);
    return sessionFor(price, [...score], {
      day: fromIsoDay(date),
      eligible: Uint8Array.from(order, (i) =>
        Number((inputs.members?.[t]?.[i] ?? true) && (inputs.require?.[t]?.[i] ?? true)),
      ),
      rows: { below: [...score].map((value) => Number(below !== null && value < below)), sector },
      scheduled: [parameters.rebalance === 'every session' || parameters.rebalance.includes(date)],
      delisting:
        gone.length === 0
          ? null
          : Float64Array.from(
              order,
              (i) => gone.find(({ ticker }) => ticker === inputs.tickers[i])?.return ?? Number.NaN,
            ),
      resume: parameters.resume.by_hand.includes(date),
    });
  });
}

export interface RunOfCase {
  readonly decisions: DenseDecisions;
  readonly holdings: Holdings;
  readonly figures: BookFigures;
}

export function runCase(bookCase: BookCase): RunOfCase {
  const rules = rulesOf(bookCase);
  const sessions = sessionsOf(bookCase);
  const stocks = bookCase.inputs.tickers.length;
  const ledger = new Ledger(sessions.length, stocks, 0);
  const book = new Book(rules, stocks, ledger);
  for (const session of sessions) book.step(session);
  const holdings = ledger.holdings();
  return { decisions: dense(ledger.decisions(), stocks), holdings, figures: bookFigures(holdings, rules) };
}
