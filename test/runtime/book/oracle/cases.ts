/** Random strategies and small markets that go wrong in every way a market does; a case for each seed. */
import type { BookRules, LegRules, SleeveRules } from '../../../../runtime/book/types.ts';
import { costsOf, NO_LIMITS, sessionFor, type TestSession } from '../support.ts';

export interface Case {
  readonly rules: BookRules;
  readonly sessions: readonly TestSession[];
}

const STOCKS = 7;

class Draw {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** Uniform on [0, 1): splitmix32. */
  uniform(): number {
    this.#state = (this.#state + 0x9e3779b9) >>> 0;
    let z = this.#state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return ((z ^ (z >>> 15)) >>> 0) / 4_294_967_296;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.uniform();
  }

  /** Both included. */
  integer(low: number, high: number): number {
    return Math.floor(this.between(low, high + 1));
  }

  chance(probability: number): boolean {
    return this.uniform() < probability;
  }

  of<T>(...values: readonly T[]): T {
    return values[this.integer(0, values.length - 1)]!;
  }

  /** Mostly nothing. */
  maybe<T>(value: () => T, probability = 0.3): T | null {
    return this.chance(probability) ? value() : null;
  }
}

export function caseOf(seed: number): Case {
  const draw = new Draw(seed);
  const sleeves = Array.from({ length: draw.of(1, 1, 1, 2) }, () => sleeveOf(draw));
  const drift = draw.maybe(() => draw.between(0.01, 0.4), 0.15);
  const shares = sleeves.length === 1 ? [draw.of(1, 1, 0.7)] : [0.6, 0.35];
  const rules = rulesOf(
    draw,
    sleeves.map((sleeve, k) => ({ ...sleeve, drift, share: shares[k]! })),
  );
  return { rules, sessions: marketOf(draw, sleeves.length) };
}

function sleeveOf(draw: Draw): SleeveRules {
  const sides = draw.of('both', 'both', 'long', 'short');
  const score = draw.of('score', 'score', 'other');
  const over = draw.integer(4, 8);
  const cap = draw.of(0.2, 0.6, 1);
  const shortScore = draw.chance(0.8) ? score : 'other';
  return {
    share: 1,
    long: sides === 'short' ? null : legOf(draw, score),
    short: sides === 'long' ? null : legOf(draw, shortScore),
    weight: draw.of<SleeveRules['weight']>(
      { method: 'equal' },
      { method: 'equal' },
      { method: 'score' },
      { method: 'rank' },
      { method: 'risk_parity', over, returns: 'returns' },
      { method: 'hierarchical_risk_parity', over, returns: 'returns' },
      { method: 'minimum_variance', over, returns: 'returns', cap },
      { method: 'mean_variance', over, returns: 'returns', cap, horizon: 2, aversion: 5 },
      { method: 'kelly', over, returns: 'returns', cap, horizon: 2, fraction: 0.5 },
      { method: 'inverse_volatility', volatility: 'volatility' },
      { method: 'score_over_volatility', volatility: 'volatility' },
    ),
    neutral: draw.maybe(
      () =>
        draw.of<SleeveRules['neutral']>(
          { to: 'market' },
          { to: 'sector', sector: 'sector' },
          { to: 'beta', beta: 'beta' },
        ),
      0.25,
    ),
    hold: draw.maybe(() => 'regime', 0.2),
    drift: null,
    alpha: draw.of(1, 0.5, 0.3, 0.15),
  };
}

function legOf(draw: Draw, score: string): LegRules {
  const enter = draw.integer(1, 4);
  const part = draw.of(0.15, 0.3, 0.5);
  return {
    take: draw.of<LegRules['take']>(
      { kind: 'count', enter, keep: enter },
      { kind: 'count', enter, keep: enter + draw.integer(0, 3) },
      { kind: 'part', enter: part, keep: part + draw.of(0, 0.2) },
      { kind: 'all' },
    ),
    gross: draw.between(0.1, 0.9),
    score,
    filter: draw.of(null, null, 'passes'),
  };
}

function rulesOf(draw: Draw, sleeves: readonly SleeveRules[]): BookRules {
  const [decide, fill] = draw.of<readonly [BookRules['decide'], BookRules['fill']]>(
    ['close', 'close'],
    ['close', 'next open'],
    ['close', 'next close'],
    ['close', 'next vwap'],
    ['open', 'open'],
    ['open', 'close'],
    ['open', 'vwap'],
    ['open', 'next open'],
  );
  const tail = (most: number) => ({
    most,
    level: draw.of(0.9, 0.75),
    window: 8,
    method: draw.of<'historical' | 'gaussian'>('historical', 'gaussian'),
    returns: 'returns',
  });
  return {
    sleeves,
    decide,
    fill,
    wholeShares: draw.chance(0.25),
    participation: draw.maybe(
      () => ({
        most: draw.between(0.02, 0.5),
        of: 'volume',
        rest: draw.of<'carried' | 'cancelled'>('carried', 'cancelled'),
      }),
      0.25,
    ),
    costs: costRulesOf(draw),
    volatilityTarget: draw.maybe(() => ({
      perYear: draw.between(0.05, 0.6),
      window: draw.integer(2, 6),
      lo: 0.4,
      hi: 1.7,
    })),
    stops: [
      ...(draw.chance(0.3) ? [drawdownStop(draw)] : []),
      ...(draw.chance(0.2) ? [dayStop(draw)] : []),
      ...(draw.chance(0.2) ? [sharpeStop(draw)] : []),
    ],
    positionStops: [
      ...(draw.chance(0.2) ? [positionStop(draw, 'position_return', '<', () => -draw.between(0.01, 0.1))] : []),
      ...(draw.chance(0.15) ? [positionStop(draw, 'position_return', '>', () => draw.between(0.01, 0.2))] : []),
      ...(draw.chance(0.15) ? [positionStop(draw, 'position_drawdown', '>', () => draw.between(0.01, 0.1))] : []),
      ...(draw.chance(0.15) ? [positionStop(draw, 'position_age', '>', () => draw.integer(1, 6))] : []),
    ],
    limits: {
      ...NO_LIMITS,
      weight: draw.maybe(() => draw.between(0.05, 0.4)),
      volume: draw.maybe(() => ({ most: draw.between(0.02, 0.5), of: 'volume' }), 0.2),
      correlation: draw.maybe(
        () => ({ most: draw.between(-0.2, 0.8), window: draw.integer(3, 6), returns: 'returns' }),
        0.2,
      ),
      names: draw.maybe(() => draw.integer(1, 6), 0.2),
      sector: draw.maybe(() => ({ most: draw.between(0.05, 0.6), of: 'sector' })),
      beta: draw.maybe(() => ({ most: draw.between(0.02, 0.4), window: 5, of: 'beta' }), 0.25),
      net: draw.maybe(() => draw.between(0.02, 0.5), 0.25),
      gross: draw.maybe(() => draw.between(0.2, 1.2), 0.25),
      valueAtRisk: draw.maybe(() => tail(draw.between(0.002, 0.05)), 0.2),
      expectedShortfall: draw.maybe(() => tail(draw.between(0.002, 0.06)), 0.2),
      turnover: draw.maybe(() => draw.between(0.05, 1)),
    },
    sessionsPerYear: 252,
    capital: draw.of(1000, 20_000, 1e6),
  };
}

function costRulesOf(draw: Draw): BookRules['costs'] {
  const bps = (): number => draw.between(0, 0.003);
  const [spread, commission, impact] = [bps(), bps(), bps()];
  const minimum = draw.of(0, 0.5);
  const perShare = draw.between(0, 0.01);
  const bySize = draw.between(0, 1e-6);
  const byOrder = draw.maybe(() => ({
    spread: draw.maybe((): NonNullable<BookRules['costs']['orders']>['spread'] => readsRow('spread'), 0.5),
    impact: draw.maybe(
      (): NonNullable<BookRules['costs']['orders']>['impact'] =>
        ({ figures }) =>
          figures.traded!.map((usd) => bySize * usd),
      0.5,
    ),
    commission: draw.maybe(() => {
      const on = draw.of<'traded' | 'shares'>('traded', 'shares');
      const rate = on === 'shares' ? perShare : commission;
      return { rate: ({ stocks }: { stocks: Int32Array }) => new Float64Array(stocks.length).fill(rate), on, minimum };
    }, 0.6),
    tickers: [],
  }));
  return {
    ...costsOf(() => 0),
    alike: {
      spread: byOrder?.spread ? () => 0 : () => spread,
      commission: byOrder?.commission ? () => 0 : () => commission,
      impact: byOrder?.impact ? () => 0 : (turnover) => impact * turnover,
    },
    orders: byOrder,
    borrowPerYear: draw.of<number | string>(0, draw.between(0, 0.5), 'borrow'),
    financingPerYear: draw.of<number | string>(0, draw.between(0, 0.5), 'rate'),
    cashPerYear: draw.of<number | string>(0, draw.between(0, 0.2), 'rate'),
  };
}

function readsRow(node: string): NonNullable<NonNullable<BookRules['costs']['orders']>['spread']> {
  return ({ stocks }, session) => Float64Array.from(stocks, (i) => session.row(node)[i]!);
}

function resumption(draw: Draw) {
  const resumeAfter = draw.maybe(() => draw.integer(1, 6), 0.7);
  return { resumeAfter, resumeWhen: resumeAfter === null ? null : draw.maybe(() => 'regime', 0.3) };
}

function drawdownStop(draw: Draw): BookRules['stops'][number] {
  const most = draw.between(0.005, 0.1);
  return {
    text: 'drawdown',
    left: (figures) => figures.drawdown,
    comparison: '>',
    right: () => most,
    window: 0,
    ...resumption(draw),
  };
}

function dayStop(draw: Draw): BookRules['stops'][number] {
  const n = draw.integer(2, 5);
  const times = draw.between(0.5, 3);
  return {
    text: 'day_return',
    left: (figures) => figures.dayReturn,
    comparison: '<',
    right: (figures) => -times * figures.volatility(n),
    window: n + 1,
    ...resumption(draw),
  };
}

function sharpeStop(draw: Draw): BookRules['stops'][number] {
  const n = draw.integer(2, 5);
  const least = draw.between(-20, 0);
  return {
    text: 'sharpe',
    left: (figures) => figures.sharpe(n),
    comparison: '<',
    right: () => least,
    window: n,
    ...resumption(draw),
  };
}

function positionStop(
  draw: Draw,
  figure: string,
  comparison: '<' | '>',
  limit: () => number,
): BookRules['positionStops'][number] {
  const most = limit();
  const { resumeAfter, resumeWhen } = resumption(draw);
  return {
    text: `${figure} ${comparison} ${most}`,
    left: ({ figures }) => figures[figure]!,
    comparison,
    right: ({ stocks }) => new Float64Array(stocks.length).fill(most),
    resumeAfter,
    resumeWhen: resumeWhen && 'passes',
  };
}

function marketOf(draw: Draw, sleeves: number): TestSession[] {
  const sessions: TestSession[] = [];
  const last = new Float64Array(STOCKS).fill(100);
  const isEmptyAt = draw.integer(0, 40);
  const schedule = draw.of(1, 0.6, 0.2);
  const moves = draw.of(0.02, 0.08);
  const missing = draw.of(0, 0.05, 0.2);
  const row = (value: (i: number) => number): Float64Array => Float64Array.from({ length: STOCKS }, (_, i) => value(i));
  const orMissing = (value: () => number): number => (draw.chance(missing) ? Number.NaN : value());
  const score = (): number => orMissing(() => (draw.chance(0.5) ? draw.integer(-2, 2) : draw.between(-2, 2)));
  const count = draw.integer(6, 22);
  for (let t = 0; t < count; t++) {
    const returns = row(() => draw.between(-moves, moves));
    const price = row((i) => (last[i]! *= 1 + returns[i]!));
    const isMissing = row(() => Number(draw.chance(missing)));
    const delisting = row(() => (draw.chance(missing / 6) ? draw.of(0, -0.3) : Number.NaN));
    const history = (_node: string, stocks: ArrayLike<number>, n: number): Float64Array =>
      Float64Array.from(
        Array.from(stocks).flatMap((i) =>
          Array.from({ length: n }, (_, k) => sessions[t + 1 + k - n]?.rows.returns?.[i] ?? Number.NaN),
        ),
      );
    const scores = row(score);
    sessions.push(
      sessionFor(
        [...price.map((value, i) => (isMissing[i] === 1 ? Number.NaN : value))],
        [...(t === isEmptyAt ? scores.fill(Number.NaN) : scores)],
        {
          eligible: Uint8Array.from({ length: STOCKS }, () => Number(!draw.chance(missing / 2))),
          rawPrice: price.map((value, i) => (isMissing[i] === 1 ? Number.NaN : value / (1 + (i % 3)))),
          scheduled: Array.from({ length: sleeves }, () => draw.chance(schedule)),
          resume: draw.chance(0.05),
          delisting: delisting.every(Number.isNaN) ? null : delisting,
          history,
          rows: {
            other: row(score),
            passes: row(() => Number(draw.chance(0.7))),
            volatility: row(() => orMissing(() => (draw.chance(0.05) ? 0 : draw.between(0.01, 0.05)))),
            sector: row((i) => (i === 0 ? Number.NaN : i % 3)),
            beta: row(() => orMissing(() => draw.between(-0.3, 2))),
            volume: row(() => orMissing(() => draw.between(0, 20_000))),
            returns: returns.map((value, i) => (isMissing[i] === 1 ? Number.NaN : value)),
            regime: row(() => Number(draw.chance(0.7))),
            spread: row(() => draw.between(0, 0.002)),
            borrow: row(() => draw.between(0, 0.3)),
            rate: row(() => draw.between(0, 0.2)),
          },
        },
      ),
    );
  }
  return sessions;
}
