/** What must hold for every strategy on every market, gaps and delistings included. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Book } from '../../../runtime/book/book.ts';
import { Ledger } from '../../../runtime/book/ledger.ts';
import type { BookState } from '../../../runtime/book/state.ts';
import { buildTarget, targetScratch } from '../../../runtime/book/target.ts';
import type { BookRules, PositionStopRule } from '../../../runtime/book/types.ts';
import { dense } from '../../support/ledgerWeights.ts';
import { costsOf, legOf, NO_LIMITS, PLAIN, rulesFor, sessionFor, type TestSession, withRows } from './support.ts';

const STOCKS = 6;
const RUNS = 300;

const someOf = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { freq: 3 });
const between = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });

const rules: fc.Arbitrary<BookRules> = fc
  .record({
    k: fc.integer({ min: 1, max: 4 }),
    grossLong: between(0.05, 0.7),
    grossShort: between(0.05, 0.5),
    sides: fc.constantFrom('both', 'long', 'short'),
    alpha: fc.constantFrom(1, 0.5, 0.15),
    instants: fc.constantFrom<readonly [BookRules['decide'], BookRules['fill']]>(
      ['close', 'close'],
      ['close', 'next open'],
      ['close', 'next close'],
      ['open', 'open'],
      ['open', 'close'],
      ['open', 'next open'],
    ),
    bps: between(0, 30),
    volatilityTarget: someOf(fc.constant({ perYear: 0.3, window: 3, lo: 0.5, hi: 1.5 })),
    drawdown: someOf(between(0.01, 0.2)),
    resumeAfter: someOf(fc.integer({ min: 1, max: 5 })),
    weight: someOf(between(0.05, 0.5)),
    sector: someOf(between(0.1, 0.6)),
    net: someOf(between(0.01, 0.4)),
    gross: someOf(between(0.1, 1)),
    turnover: someOf(between(0.05, 1)),
    // A limit of nothing leaves a book of rounding, whose returns are smaller than what they are held to.
    beta: someOf(between(0.01, 0.3)),
    volume: someOf(between(0.01, 0.5)),
    participation: someOf(
      fc.record({ most: between(0.01, 0.5), rest: fc.constantFrom<'carried' | 'cancelled'>('carried', 'cancelled') }),
    ),
    wholeShares: fc.boolean(),
    perYear: between(0, 0.5),
    positionStop: someOf(fc.record({ loss: between(0.01, 0.2), resumeAfter: someOf(fc.integer({ min: 1, max: 5 })) })),
  })
  .map((drawn) => ({
    sleeves: [
      {
        share: 1,
        long: drawn.sides === 'short' ? null : legOf(drawn.k, drawn.grossLong),
        short: drawn.sides === 'long' ? null : legOf(drawn.k, drawn.grossShort, { filter: 'below' }),
        alpha: drawn.alpha,
        ...PLAIN,
      },
    ],
    decide: drawn.instants[0],
    fill: drawn.instants[1],
    wholeShares: drawn.wholeShares,
    participation: drawn.participation && { ...drawn.participation, of: 'volume' },
    costs: {
      ...costsOf((turnover) => (drawn.bps * (1 + turnover)) / 10_000, drawn.bps / 1000),
      financingPerYear: drawn.perYear,
      cashPerYear: drawn.perYear / 2,
    },
    volatilityTarget: drawn.volatilityTarget,
    stops:
      drawn.drawdown === null
        ? []
        : [
            {
              text: 'drawdown',
              left: (figures) => figures.drawdown,
              comparison: '>' as const,
              right: () => drawn.drawdown!,
              window: 0,
              resumeAfter: drawn.resumeAfter,
              resumeWhen: null,
            },
            {
              text: 'day_return',
              left: (figures) => figures.dayReturn,
              comparison: '<' as const,
              right: (figures) => -2 * figures.volatility(3),
              window: 4,
              resumeAfter: drawn.resumeAfter,
              resumeWhen: null,
            },
          ],
    positionStops: drawn.positionStop === null ? [] : [stopLoss(drawn.positionStop)],
    limits: {
      ...NO_LIMITS,
      volume: drawn.volume === null ? null : { most: drawn.volume, of: 'volume' },
      beta: drawn.beta === null ? null : { most: drawn.beta, window: 5, of: 'beta' },
      weight: drawn.weight,
      sector: drawn.sector === null ? null : { most: drawn.sector, of: 'sector' },
      net: drawn.net,
      gross: drawn.gross,
      turnover: drawn.turnover,
    },
    sessionsPerYear: 252,
    capital: 1000,
  }));

function stopLoss({ loss, resumeAfter }: { loss: number; resumeAfter: number | null }): PositionStopRule {
  return {
    text: 'stop-loss',
    left: ({ figures }) => figures.position_return!,
    comparison: '<',
    right: ({ stocks }) => new Float64Array(stocks.length).fill(-loss),
    resumeAfter,
    resumeWhen: null,
  };
}

function grossOf({ sleeves }: BookRules): number {
  return sleeves.reduce((sum, { long, short }) => sum + (long?.gross ?? 0) + (short?.gross ?? 0), 0);
}

const stockDay = fc.record({
  growth: between(0.85, 1.15),
  priced: fc.integer({ min: 0, max: 9 }).map((draw) => draw > 0),
  score: fc.option(fc.integer({ min: -4, max: 4 }), { freq: 6 }),
  eligible: fc.integer({ min: 0, max: 9 }).map((draw) => draw > 0),
  delisted: fc.integer({ min: 0, max: 60 }).map((draw) => (draw === 0 ? -0.5 : Number.NaN)),
  volume: fc.option(between(0, 5000), { freq: 9 }),
  beta: fc.option(between(-0.5, 2), { freq: 9 }),
});

const market: fc.Arbitrary<TestSession[]> = fc
  .array(
    fc.record({
      stocks: fc.array(stockDay, { minLength: STOCKS, maxLength: STOCKS }),
      rebalance: fc.boolean(),
      resume: fc.integer({ min: 0, max: 9 }).map((draw) => draw === 0),
    }),
    { minLength: 4, maxLength: 14 },
  )
  .map((days) => {
    const last = new Float64Array(STOCKS).fill(100);
    return days.map(({ stocks, rebalance, resume }) => {
      const price = stocks.map(({ growth }, i) => (last[i]! *= growth));
      const delisting = Float64Array.from(stocks, ({ delisted }) => delisted);
      return sessionFor(
        price.map((value, i) => (stocks[i]!.priced ? value : Number.NaN)),
        stocks.map(({ score }) => score ?? Number.NaN),
        {
          eligible: Uint8Array.from(stocks, ({ eligible }) => Number(eligible)),
          rawPrice: Float64Array.from(price, (value, i) => (stocks[i]!.priced ? value / 2 : Number.NaN)),
          rows: {
            below: stocks.map(({ score }) => Number((score ?? 1) < 3)),
            volume: stocks.map(({ volume }) => volume ?? Number.NaN),
            beta: stocks.map(({ beta }) => beta ?? Number.NaN),
            sector: [0, 1, 0, 1, Number.NaN, Number.NaN],
          },
          scheduled: [rebalance],
          resume,
          delisting: delisting.every(Number.isNaN) ? null : delisting,
        },
      );
    });
  });

function run(bookRules: BookRules, sessions: readonly TestSession[]) {
  const stocks = sessions[0]!.price.length;
  const ledger = new Ledger(sessions.length, stocks, 0);
  const book = new Book(bookRules, stocks, ledger);
  for (const session of sessions) book.step(session);
  return {
    decisions: dense(ledger.decisions(), stocks),
    cuts: ledger.cuts(['stop-loss']),
    holdings: ledger.holdings(),
    equity: book.equity,
  };
}

describe('for every strategy and market', () => {
  it('equity is conserved: an account of shares and cash comes to the same', () => {
    const check = (bookRules: BookRules, sessions: TestSession[]): void => {
      const { decisions, holdings } = run(bookRules, sessions);
      const shares = new Float64Array(STOCKS);
      const carried = new Float64Array(STOCKS).fill(Number.NaN);
      let cash = bookRules.capital;
      let fills = 0;
      sessions.forEach((session, t) => {
        session.price.forEach((price, i) => {
          if (!Number.isNaN(price)) carried[i] = price;
          const delisted = session.delisting?.[i] ?? Number.NaN;
          if (Number.isNaN(delisted)) return;
          if (shares[i] !== 0) cash += shares[i]! * carried[i]! * (1 + delisted);
          shares[i] = 0;
        });
        if (decisions.filled[fills] !== t) return;
        const worth = shares.reduce((sum, n, i) => sum + (n === 0 ? 0 : n * carried[i]!), cash);
        expect(decisions.equityBeforeFill[fills]).toBeCloseTo(worth, 8);
        if (fills > 0) expect(holdings.equity[fills - 1]).toBeCloseTo(worth, 8);
        for (let i = 0; i < STOCKS; i++) {
          const held = decisions.held[fills * STOCKS + i]!;
          const before = decisions.drifted[fills * STOCKS + i]!;
          expect(before * worth).toBeCloseTo(shares[i] === 0 ? 0 : shares[i]! * carried[i]!, 8);
          if (held === before) continue;
          const traded = held * worth - (shares[i] === 0 ? 0 : shares[i]! * carried[i]!);
          expect(session.price[i], 'trades need a price').not.toBeNaN();
          cash -= traded;
          shares[i] = (held * worth) / carried[i]!;
        }
        // Of a holding that has not ended nobody will look at the cash.
        const carry = (holdings.financing[fills] ?? 0) - (holdings.interest[fills] ?? 0);
        cash -= (decisions.cost[fills]! + decisions.borrow[fills]! + carry) * worth;
        fills++;
      });
      expect(fills).toBe(decisions.count);
    };
    fc.assert(fc.property(rules, market, check), { numRuns: RUNS, seed: 1 });
  });

  it('a saved book goes on to the same bits from any session, through JSON', () => {
    const check = (bookRules: BookRules, sessions: TestSession[]): void => {
      const whole = run(bookRules, sessions);
      const ledger = new Ledger(sessions.length, STOCKS, 0);
      let book = new Book(bookRules, STOCKS, ledger);
      for (const session of sessions) {
        const state = JSON.parse(JSON.stringify(book.save())) as BookState;
        book = new Book(bookRules, STOCKS, ledger);
        book.restore(state);
        book.step(session);
      }
      expect(dense(ledger.decisions(), STOCKS)).toEqual(whole.decisions);
      expect(ledger.cuts(['stop-loss'])).toEqual(whole.cuts);
      expect(ledger.holdings()).toEqual(whole.holdings);
      expect(book.equity).toBe(whole.equity);
    };
    fc.assert(fc.property(rules, market, check), { numRuns: RUNS, seed: 2 });
  });

  it('the future changes nothing that was decided: a shorter run is the beginning of a longer one', () => {
    const check = (bookRules: BookRules, sessions: TestSession[]): void => {
      const whole = run(bookRules, sessions);
      const part = run(bookRules, sessions.slice(0, -2));
      const weights = part.decisions.count * STOCKS;
      expect(part.decisions.held).toEqual(whole.decisions.held.subarray(0, weights));
      expect(part.holdings.equity).toEqual(whole.holdings.equity.subarray(0, part.holdings.count));
    };
    fc.assert(fc.property(rules, market, check), { numRuns: 100, seed: 3 });
  });

  it('what the limits bind is bound, and the smoothed book never exceeds the gross asked for', () => {
    const check = (bookRules: BookRules, sessions: TestSession[]): void => {
      const { decisions } = run(bookRules, sessions);
      const most = bookRules.limits.weight ?? Number.POSITIVE_INFINITY;
      const gross = grossOf(bookRules);
      for (let d = 0; d < decisions.count; d++) {
        const row = (values: Float64Array): Float64Array => values.subarray(d * STOCKS, (d + 1) * STOCKS);
        const size = (values: Float64Array): number => values.reduce((sum, weight) => sum + Math.abs(weight), 0);
        if (Number.isNaN(decisions.scale[d]!)) continue;
        expect(size(row(decisions.smoothed))).toBeLessThanOrEqual(gross * (1 + 1e-12));
        for (const weight of row(decisions.limited)) expect(Math.abs(weight)).toBeLessThanOrEqual(most);
        if (bookRules.limits.sector !== null) {
          const [a, b, c, e] = row(decisions.limited);
          expect(Math.abs(a!) + Math.abs(c!)).toBeLessThanOrEqual(bookRules.limits.sector.most * (1 + 1e-12));
          expect(Math.abs(b!) + Math.abs(e!)).toBeLessThanOrEqual(bookRules.limits.sector.most * (1 + 1e-12));
        }
        const { net, gross: largest } = bookRules.limits;
        const sum = row(decisions.limited).reduce((total, weight) => total + weight, 0);
        if (net !== null) expect(Math.abs(sum)).toBeLessThanOrEqual(net + 1e-12);
        if (largest !== null) expect(size(row(decisions.limited))).toBeLessThanOrEqual(largest * (1 + 1e-12));
        const { flat } = decisions.flags[d]!;
        // What a stop closes goes beyond it.
        if (bookRules.limits.turnover !== null && !flat && bookRules.positionStops.length === 0) {
          expect(decisions.turnover[d]).toBeLessThanOrEqual(bookRules.limits.turnover * (1 + 1e-12));
        }
      }
    };
    fc.assert(fc.property(rules, market, check), { numRuns: RUNS, seed: 4 });
  });
});

/** The order among the scores stays, ties settled by ticker as the book settles them. */
function withoutTies(session: TestSession): TestSession {
  return withRows(session, { ...session.rows, score: session.rows.score!.map((score, i) => score - i / 100) });
}

function mapRows({ rows }: TestSession, change: (row: Float64Array) => Float64Array): TestSession['rows'] {
  return Object.fromEntries(Object.entries(rows).map(([node, row]) => [node, change(row)]));
}

/** Stock k becomes what stock order[k] was. */
function relabel(session: TestSession, order: readonly number[]): TestSession {
  const { price, rawPrice, eligible, delisting } = session;
  const reorder = (values: Float64Array): Float64Array => values.map((_, k) => values[order[k]!]!);
  const changes = {
    price: reorder(price),
    eligible: eligible.map((_, k) => eligible[order[k]!]!),
    delisting: delisting && reorder(delisting),
    rawPrice: rawPrice && reorder(rawPrice),
  };
  return withRows({ ...session, ...changes }, mapRows(session, reorder));
}

/** Stock i moves to place at[i] of `wide`; the others have a price, and nothing else. */
function spreadOut(session: TestSession, at: readonly number[], wide: number): TestSession {
  const numbers = (values: Float64Array, others: number): Float64Array => {
    const spread = new Float64Array(wide).fill(others);
    at.forEach((place, i) => {
      spread[place] = values[i]!;
    });
    return spread;
  };
  const bytes = (values: Uint8Array): Uint8Array => Uint8Array.from(numbers(Float64Array.from(values), 1));
  const changes = {
    price: numbers(session.price, 50),
    eligible: bytes(session.eligible),
    delisting: session.delisting && numbers(session.delisting, Number.NaN),
    rawPrice: session.rawPrice && numbers(session.rawPrice, 25),
  };
  return withRows(
    { ...session, ...changes },
    mapRows(session, (row) => numbers(row, Number.NaN)),
  );
}

describe('what the stocks are called', () => {
  const STEPS = ['target', 'smoothed', 'limited', 'drifted', 'held'] as const;

  it('changes nothing where scores do not tie: weights go with the stock, figures stay up to rounding', () => {
    const check = (bookRules: BookRules, sessions: TestSession[], keys: number[]): void => {
      const distinct = sessions.map(withoutTies);
      const order = keys.map((_, i) => i).sort((a, b) => keys[a]! - keys[b]! || a - b);
      // A last bit can make one share more or less.
      const inFractions = { ...bookRules, wholeShares: false };
      const plain = run(inFractions, distinct);
      const relabelled = run(
        inFractions,
        distinct.map((session) => relabel(session, order)),
      );
      expect(relabelled.decisions.flags).toEqual(plain.decisions.flags);
      expect(relabelled.equity / plain.equity).toBeCloseTo(1, 10);
      for (const step of STEPS) {
        const expected = plain.decisions[step];
        relabelled.decisions[step].forEach((weight, at) => {
          const stock = at % STOCKS;
          const same = expected[at - stock + order[stock]!]!;
          if (Number.isNaN(same)) expect(weight, step).toBeNaN();
          else expect(weight, step).toBeCloseTo(same, 11);
        });
      }
    };
    const keys = fc.array(fc.integer(), { minLength: STOCKS, maxLength: STOCKS });
    fc.assert(fc.property(rules, market, keys, check), { numRuns: RUNS, seed: 6 });
  });

  it('changes no bit where their order stays, whoever without a score stands between them', () => {
    const check = (bookRules: BookRules, sessions: TestSession[], gaps: number[]): void => {
      const at = gaps.map((_, i) => gaps.slice(0, i + 1).reduce((sum, gap) => sum + gap, i));
      const wide = at[STOCKS - 1]! + 2;
      const plain = run(bookRules, sessions);
      const relabelled = run(
        bookRules,
        sessions.map((session) => spreadOut(session, at, wide)),
      );
      expect(relabelled.holdings).toEqual(plain.holdings);
      expect(relabelled.equity).toBe(plain.equity);
      for (const step of STEPS) {
        const kept = plain.decisions[step].map((_, k) => {
          const row = Math.floor(k / STOCKS);
          return relabelled.decisions[step][row * wide + at[k % STOCKS]!]!;
        });
        expect(kept, step).toEqual(plain.decisions[step]);
      }
    };
    const gaps = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: STOCKS, maxLength: STOCKS });
    fc.assert(fc.property(rules, market, gaps, check), { numRuns: RUNS, seed: 7 });
  });
});

describe('the target', () => {
  const scores = fc.oneof(
    fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1, maxLength: 60 }),
    fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 60 }),
    fc.array(
      fc.oneof(fc.constantFrom(1e300, -1e300, 1e-300, 0, -0, Number.POSITIVE_INFINITY, Number.NaN), fc.double()),
      {
        minLength: 1,
        maxLength: 60,
      },
    ),
  );

  it('is what sorting everything gives', () => {
    const check = (values: number[], k: number, passing: boolean[]): void => {
      const session = sessionFor(values, values, {
        rows: { below: values.map((_, i) => Number(passing[i % passing.length])) },
      });
      const target = new Float64Array(values.length);
      const [sleeve] = rulesFor({ long: legOf(k, 0.6), short: legOf(k, 0.4, { filter: 'below' }) }).sleeves;
      const { names } = buildTarget(sleeve!, session, targetScratch(values.length), target);
      const order = values
        .map((score, i) => ({ score, i }))
        .filter(({ score }) => !Number.isNaN(score))
        .sort((a, b) => (a.score === b.score ? a.i - b.i : b.score > a.score ? 1 : -1))
        .map(({ i }) => i);
      const side = Math.min(k, Math.floor(order.length / 2));
      const longs = order.slice(0, side);
      const shorts = side === 0 ? [] : order.slice(-side).filter((i) => session.rows.below![i] === 1);
      const expected = new Float64Array(values.length);
      for (const i of longs) expected[i] = 0.6 / longs.length;
      for (const i of shorts) expected[i] = -0.4 / shorts.length;
      expect(names).toBe(order.length);
      expect(target).toEqual(expected);
    };
    const passing = fc.array(fc.boolean(), { minLength: 1, maxLength: 7 });
    fc.assert(fc.property(scores, fc.integer({ min: 1, max: 40 }), passing, check), { numRuns: 1000, seed: 5 });
  });
});
