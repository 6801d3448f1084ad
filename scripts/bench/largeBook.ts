/** A market of any size and the rules that the benchmarks of the book run on it. */
import type { BookPanels } from '../../runtime/book/backtest.ts';
import type { BookRules } from '../../runtime/book/types.ts';
import type { Value } from '../../runtime/evaluate/values.ts';

/** Rules of S2, with every limit that a desk sets on single names and on what is traded. */
export function rulesOfLargeBook(): BookRules {
  return {
    sleeves: [
      {
        share: 1,
        long: { take: { kind: 'count', enter: 38, keep: 38 }, gross: 0.65, score: 'score', filter: null },
        short: { take: { kind: 'count', enter: 38, keep: 38 }, gross: 0.35, score: 'score', filter: 'negative' },
        weight: { method: 'equal' },
        neutral: null,
        hold: null,
        drift: null,
        alpha: 0.15,
      },
    ],
    decide: 'close',
    fill: 'close',
    wholeShares: false,
    participation: null,
    costs: {
      alike: { spread: () => 0.0005, commission: () => 0.0001, impact: (turnover) => 0.002 * turnover },
      orders: null,
      borrowPerYear: 0.005,
      financingPerYear: 0,
      cashPerYear: 0,
    },
    positionStops: [],
    volatilityTarget: { perYear: 0.08, window: 20, lo: 0.5, hi: 2 },
    stops: [
      {
        text: 'day_return < -3 * volatility(60d)',
        left: (figures) => figures.dayReturn,
        comparison: '<',
        right: (figures) => -3 * figures.volatility(60),
        window: 61,
        resumeAfter: 5,
        resumeWhen: null,
      },
      {
        text: 'drawdown > 20%',
        left: (figures) => figures.drawdown,
        comparison: '>',
        right: () => 0.2,
        window: 0,
        resumeAfter: 5,
        resumeWhen: null,
      },
      {
        text: 'sharpe(60d) < -10',
        left: (figures) => figures.sharpe(60),
        comparison: '<',
        right: () => -10,
        window: 60,
        resumeAfter: 5,
        resumeWhen: null,
      },
    ],
    limits: {
      weight: 0.02,
      volume: null,
      correlation: null,
      names: null,
      sector: { most: 0.25, of: 'sector' },
      beta: null,
      net: null,
      gross: null,
      valueAtRisk: null,
      expectedShortfall: null,
      turnover: 0.5,
    },
    sessionsPerYear: 252,
    capital: 1_000_000,
  };
}

/** Independent scores every session, so that nearly every stock is somewhere on its way in or out of the book. */
export function drawPanels(stocks: number, sessions: number): BookPanels {
  const uniform = seeded(7);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const price = new Float64Array(stocks * sessions);
  const score = new Float64Array(stocks * sessions);
  const negative = new Float64Array(stocks * sessions);
  const sector = new Float64Array(stocks * sessions);
  for (let i = 0; i < stocks; i++) {
    let last = 100;
    for (let t = 0; t < sessions; t++) {
      last *= Math.exp(0.02 * normal());
      price[i * sessions + t] = last;
      score[i * sessions + t] = uniform() < 0.02 ? Number.NaN : 0.01 * normal();
      sector[i * sessions + t] = i % 12 === 0 ? Number.NaN : (i % 12) - 1;
      negative[i * sessions + t] = score[i * sessions + t]! < 0 ? 1 : 0;
    }
  }
  return {
    sessions: Int32Array.from({ length: sessions }, (_, t) => 10_000 + t),
    stocks,
    first: 0,
    end: sessions,
    price,
    rawPrice: null,
    eligible: new Uint8Array(stocks * sessions).fill(1),
    value: (node: string): Value => ({
      shape: 'panel',
      values: node === 'score' ? score : node === 'sector' ? sector : negative,
    }),
    delistings: [],
    scheduled: () => [true],
  };
}

/** Uniform on [0, 1): xorshift32 (Marsaglia 2003, Xorshift RNGs). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4_294_967_296;
  };
}
