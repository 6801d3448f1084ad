import { backtest } from '../../runtime/book/backtest.ts';
import type { BookRules } from '../../runtime/book/types.ts';
import type { Value } from '../../runtime/evaluate/values.ts';
import { type Benchmark, median, milliseconds } from './benchmark.ts';

const STOCKS = 1000;
const SESSIONS = 1000;
const TIMED_RUNS = 9;

/** Panels in, every step of every decision and holding out. Drawing the market is not timed. */
export const benchmark: Benchmark = {
  name: 'book-1000x1000-ms',
  about:
    'scores to weights to equity with full ledger, 1,000 stocks x 1,000 sessions: daily rebalancing, smoothing, ' +
    'costs, limits, stops, volatility target with its shadow book; median of nine runs after one that warms up, in a ' +
    'fresh process (the first run takes about twice as long)',
  unit: 'ms',
  baseline: 60,
  repeats: 3,
  async run() {
    const panels = drawPanels();
    const once = (): Promise<number> => milliseconds(() => backtest(rules(), panels));
    // The baseline is of a program compiled beforehand.
    await once();
    const timed: number[] = [];
    for (let k = 0; k < TIMED_RUNS; k++) timed.push(await once());
    return median(timed);
  },
};

function rules(): BookRules {
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
function drawPanels() {
  const uniform = seeded(7);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const price = new Float64Array(STOCKS * SESSIONS);
  const score = new Float64Array(STOCKS * SESSIONS);
  const negative = new Float64Array(STOCKS * SESSIONS);
  const sector = new Float64Array(STOCKS * SESSIONS);
  for (let i = 0; i < STOCKS; i++) {
    let last = 100;
    for (let t = 0; t < SESSIONS; t++) {
      last *= Math.exp(0.02 * normal());
      price[i * SESSIONS + t] = last;
      score[i * SESSIONS + t] = uniform() < 0.02 ? Number.NaN : 0.01 * normal();
      sector[i * SESSIONS + t] = i % 12 === 0 ? Number.NaN : (i % 12) - 1;
      negative[i * SESSIONS + t] = score[i * SESSIONS + t]! < 0 ? 1 : 0;
    }
  }
  return {
    sessions: Int32Array.from({ length: SESSIONS }, (_, t) => 18_000 + t),
    stocks: STOCKS,
    first: 0,
    end: SESSIONS,
    price,
    rawPrice: null,
    eligible: new Uint8Array(STOCKS * SESSIONS).fill(1),
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
