/**
 * A made-up run for tests of the report: seeded, plausible to look at, and consistent (returns follow from prices and
 * weights). A small simulator, on purpose not the book engine: the report only lays out what it is given.
 */
import type { ExpressionNode, Plan } from '../../compiler/plan.ts';
import type { BookFlags } from '../../runtime/book/types.ts';
import { fromIsoDay, type Market, toIsoDay } from '../../runtime/market.ts';
import type { ReportFacts } from '../../runtime/report/build.ts';
import type { ReturnFigures, StopTrip, TrainingHistory } from '../../runtime/results.ts';
import type { Unit } from '../../stdlib/types.ts';

export interface FactOptions {
  readonly sessions?: number;
  readonly stocks?: number;
  readonly seed?: number;
  readonly firstDay?: string;
  readonly benchmark?: boolean;
  readonly short?: boolean;
  /** No prediction passes anything: the book never holds a stock. */
  readonly flat?: boolean;
  readonly synthetic?: boolean;
  /** Positions (session index) at which a stop trips, and after how many sessions it is resumed. */
  readonly stops?: readonly { readonly at: number; readonly resumeAfter: number | null }[];
  readonly training?: boolean;
  readonly strategy?: string;
  readonly source?: string;
}

export const S2_LIKE = `# S2: long the 38 best, short the 38 worst only where the model expects a fall.
use std.features.core14

strategy s2_filter_negative {

  param k     = 38    in 5 .. 100

  universe {
    members    sp500 as of each session
    benchmark  SPY
    period     2020-01-01 .. 2025-10-31
    require    mean(dollar_volume, 20d) >= 5M USD
  }

  portfolio {
    long   top k    by prediction                          gross 65%
    short  bottom k by prediction where prediction < 0%    gross 35%
    smooth ewma(0.15)
  }

  execution {
    fill at close
    allow same_close_fill "the closing auction, as the reference system assumes"
  }
}
`;

export function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function reportFacts(options: FactOptions = {}): ReportFacts {
  const { sessions = 145, stocks = 40, seed = 7, firstDay = '2025-04-01' } = options;
  const { benchmark = true, short = true, flat = false, synthetic = true, stops = [], training = true } = options;
  const uniform = mulberry32(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());

  const days = weekdays(firstDay, sessions);
  const tickers = Array.from(
    { length: stocks },
    (_, i) => `${'ABCDEFGH'[Math.floor(i / 10) % 8]}${String(i).padStart(2, '0')}`,
  );
  const panel = () => new Float64Array(stocks * sessions);
  const [close, oracle, predictions, labels] = [panel(), panel(), panel(), panel()];
  const market = new Float64Array(sessions);
  let index = 100;
  let calm = 1;
  for (let t = 0; t < sessions; t++) {
    calm = 0.96 * calm + 0.04 * Math.exp(0.9 * normal());
    market[t] = index;
    index *= 1 + 0.0004 + 0.009 * Math.sqrt(calm) * normal();
  }
  for (let i = 0; i < stocks; i++) {
    let price = 20 + 180 * uniform();
    for (let t = 0; t < sessions; t++) {
      close[i * sessions + t] = price;
      const planted = 0.0018 * normal();
      const common = t + 1 < sessions ? market[t + 1]! / market[t]! - 1 : 0;
      const next = common + planted + 0.016 * normal();
      oracle[i * sessions + t] = planted;
      predictions[i * sessions + t] = 0.7 * planted + 0.0008 * normal();
      labels[i * sessions + t] = t + 1 < sessions ? next : Number.NaN;
      price *= 1 + next;
    }
  }

  const book = simulate({ sessions, stocks, close, predictions, short, flat, stops });
  const ics = Array.from({ length: sessions }, (_, t) => correlations(predictions, labels, t, sessions, stocks));
  const lastDay = toIsoDay(days.at(-1)!);
  const plan = planOf(options.strategy ?? 's2_filter_negative', firstDay, lastDay, benchmark, short);
  const facts: ReportFacts = {
    plan,
    sources: [{ file: 'strategies/s2_filter_negative.strat', text: options.source ?? S2_LIKE }],
    market: {
      sessions: days,
      tickers,
      bars: { open: close, high: close, low: close, close, volume: close, raw_close: close, dollar_volume: close },
      members: new Uint8Array(stocks * sessions).fill(1),
      benchmark: benchmark ? market : null,
      sectors: tickers.map(() => null),
      delistings: [],
      oracle: synthetic ? oracle : null,
      snapshot: 'c3'.repeat(32),
      assumptions: [
        'Prices are generated: sector factors, stochastic volatility and jumps, with a planted signal.',
        'Every order is filled in full at the closing price; borrow is always available at the stated rate.',
        'A delisted stock books a return of 0 unless the source says otherwise.',
      ],
    } satisfies Market,
    dataDescription: synthetic ? `synthetic market, ${stocks} stocks, seed ${seed}` : 'Parquet bars, 2008 to 2018',
    features: { labels },
    history: training ? trainingHistory(uniform) : null,
    predictions: {
      values: predictions,
      evaluation: {
        first: 0,
        end: sessions,
        ic: Float64Array.from(ics, (each) => each.ic),
        rankIc: Float64Array.from(ics, (each) => each.rankIc),
      },
    },
    book,
    engine: 'tfjs-wasm 4.22.0, 2 threads, SIMD',
    versions: [
      { name: 'strat', version: '0.1.0' },
      { name: 'node', version: '24.21.0' },
    ],
    config: 'configs/default.yaml',
  };
  return facts;
}

interface Simulation {
  sessions: number;
  stocks: number;
  close: Float64Array;
  predictions: Float64Array;
  short: boolean;
  flat: boolean;
  stops: readonly { readonly at: number; readonly resumeAfter: number | null }[];
}

function simulate({ sessions, stocks, close, predictions, short, flat, stops }: Simulation): ReportFacts['book'] {
  const k = Math.max(1, Math.floor(stocks / 6));
  const column = (n: number) => new Float64Array(n);
  const rows = sessions * stocks;
  const h = Math.max(0, sessions - 1);
  const decided = Int32Array.from({ length: sessions }, (_, t) => t);
  const flags: BookFlags[] = [];
  const trips: StopTrip[][] = [];
  const decisions = {
    count: sessions,
    decided,
    filled: decided,
    flags,
    stops: trips,
    target: column(rows),
    smoothed: column(rows),
    scale: column(sessions).fill(1),
    limited: column(rows),
    drifted: column(rows),
    held: column(rows),
    turnover: column(sessions),
    cost: column(sessions),
    borrow: column(sessions),
    equityBeforeFill: column(sessions),
  };
  const holding = () => column(h);
  const holdings = {
    count: h,
    from: Int32Array.from({ length: h }, (_, t) => t),
    to: Int32Array.from({ length: h }, (_, t) => t + 1),
    gross: holding(),
    cost: holding(),
    borrow: holding(),
    net: holding(),
    longGross: holding(),
    shortGross: holding(),
    longNet: holding(),
    shortNet: holding(),
    turnover: holding(),
    turnoverLong: holding(),
    turnoverShort: holding(),
    equity: holding(),
  };
  const smoothed = column(stocks);
  const drifted = column(stocks);
  let equity = 1_000_000;
  let resume: number | null = -1;
  for (let t = 0; t < sessions; t++) {
    const order = Array.from({ length: stocks }, (_, i) => i).sort(
      (a, b) => predictions[b * sessions + t]! - predictions[a * sessions + t]!,
    );
    const target = column(stocks);
    for (let rank = 0; rank < k && !flat; rank++) {
      target[order[rank]!] = 0.65 / k;
      const worst = order[stocks - 1 - rank]!;
      if (short && predictions[worst * sessions + t]! < 0) target[worst] = -0.35 / k;
    }
    const stop = stops.find((each) => each.at === t);
    const resumed = resume === t && t > 0;
    if (resumed) resume = -1;
    if (stop) resume = stop.resumeAfter === null ? null : t + stop.resumeAfter;
    const cash = flat || resume === null || resume > t;
    flags.push({ rebalance: true, whyNot: null, resumed, flat: cash });
    trips.push(
      stop
        ? [
            {
              text: t % 2 === 0 ? 'drawdown > 8%' : 'sharpe(60d) < 0',
              figure: t % 2 === 0 ? 0.0834 : -0.217,
              limit: t % 2 === 0 ? 0.08 : 0,
            },
          ]
        : [],
    );
    let turnover = 0;
    let [longTraded, shortTraded, longGross, shortGross, shortHeld] = [0, 0, 0, 0, 0];
    for (let i = 0; i < stocks; i++) {
      smoothed[i] = t === 0 ? target[i]! : 0.15 * target[i]! + 0.85 * smoothed[i]!;
      const held = cash ? 0 : smoothed[i]!;
      const traded = Math.abs(held - drifted[i]!);
      turnover += traded;
      if (held > 0 || drifted[i]! > 0) longTraded += traded;
      else shortTraded += traded;
      decisions.target[t * stocks + i] = target[i]!;
      decisions.smoothed[t * stocks + i] = smoothed[i]!;
      decisions.limited[t * stocks + i] = smoothed[i]!;
      decisions.drifted[t * stocks + i] = drifted[i]!;
      decisions.held[t * stocks + i] = held;
      if (held < 0) shortHeld -= held;
      const at = i * sessions + t;
      const r = t + 1 < sessions ? close[at + 1]! / close[at]! - 1 : 0;
      if (held > 0) longGross += held * r;
      else shortGross += held * r;
    }
    const cost = turnover * (0.0005 + 0.0001 + 0.002 * turnover);
    const borrow = (0.005 / 252) * shortHeld;
    decisions.turnover[t] = turnover;
    decisions.cost[t] = cost;
    decisions.borrow[t] = borrow;
    decisions.equityBeforeFill[t] = equity;
    if (t === h) break;
    const gross = longGross + shortGross;
    const net = gross - cost - borrow;
    equity *= 1 + net;
    const longShare = turnover === 0 ? 0 : longTraded / turnover;
    holdings.gross[t] = gross;
    holdings.cost[t] = cost;
    holdings.borrow[t] = borrow;
    holdings.net[t] = net;
    holdings.longGross[t] = longGross;
    holdings.shortGross[t] = short ? shortGross : Number.NaN;
    holdings.longNet[t] = longGross - cost * longShare;
    holdings.shortNet[t] = short ? shortGross - cost * (1 - longShare) - borrow : Number.NaN;
    holdings.turnover[t] = turnover;
    holdings.turnoverLong[t] = longTraded;
    holdings.turnoverShort[t] = short ? shortTraded : Number.NaN;
    holdings.equity[t] = equity;
    for (let i = 0; i < stocks; i++) {
      const at = i * sessions + t;
      drifted[i] = (decisions.held[t * stocks + i]! * (close[at + 1]! / close[at]!)) / (1 + net);
    }
  }
  const figures = {
    net: figuresOf(holdings.net),
    gross: figuresOf(holdings.gross),
    longNet: figuresOf(holdings.longNet),
    longGross: figuresOf(holdings.longGross),
    shortNet: short ? figuresOf(holdings.shortNet) : null,
    shortGross: short ? figuresOf(holdings.shortGross) : null,
    averageTurnover: average(holdings.turnover),
    averageTurnoverLong: average(holdings.turnoverLong),
    averageTurnoverShort: short ? average(holdings.turnoverShort) : null,
    averageCost: average(holdings.cost) + average(holdings.borrow),
  };
  return { stocks, capital: 1_000_000, decisions, holdings, figures };
}

function figuresOf(returns: Float64Array): ReturnFigures {
  const n = returns.length;
  const mean = average(returns);
  const sd = Math.sqrt(returns.reduce((sum, r) => sum + (r - mean) ** 2, 0) / (n - 1));
  let [equity, peak, maxDrawdown] = [1, 1, 0];
  for (const r of returns) {
    equity *= 1 + r;
    peak = Math.max(peak, equity);
    maxDrawdown = Math.min(maxDrawdown, equity / peak - 1);
  }
  const figure = (value: number) => (Number.isFinite(value) ? value : null);
  const annualReturn = figure(equity ** (252 / n) - 1);
  const downside = Math.sqrt(returns.reduce((sum, r) => sum + Math.min(r, 0) ** 2, 0) / n);
  return {
    n,
    totalReturn: equity - 1,
    annualReturn,
    annualReturnArithmetic: n === 0 ? null : mean * 252,
    volatility: figure(sd * Math.sqrt(252)),
    sharpe: figure((mean / sd) * Math.sqrt(252)),
    sortino: figure((mean / downside) * Math.sqrt(252)),
    maxDrawdown,
    calmar: figure(annualReturn === null ? Number.NaN : -annualReturn / maxDrawdown),
    hitRate: figure(returns.filter((r) => r > 0).length / n),
  };
}

function average(values: Float64Array): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function correlations(a: Float64Array, b: Float64Array, t: number, sessions: number, stocks: number) {
  const x = Array.from({ length: stocks }, (_, i) => a[i * sessions + t]!);
  const y = Array.from({ length: stocks }, (_, i) => b[i * sessions + t]!);
  return { ic: correlation(x, y), rankIc: correlation(ranksOf(x), ranksOf(y)) };
}

/** Ranks of values without ties; of missing ones, missing. */
function ranksOf(values: readonly number[]): number[] {
  return values.map((value) => (Number.isNaN(value) ? value : values.filter((other) => other < value).length));
}

function correlation(x: readonly number[], y: readonly number[]): number {
  const [mx, my] = [average(Float64Array.from(x)), average(Float64Array.from(y))];
  let [xy, xx, yy] = [0, 0, 0];
  x.forEach((value, i) => {
    xy += (value - mx) * (y[i]! - my);
    xx += (value - mx) ** 2;
    yy += (y[i]! - my) ** 2;
  });
  return xy / Math.sqrt(xx * yy);
}

function weekdays(first: string, n: number): Int32Array {
  const days: number[] = [];
  for (let day = fromIsoDay(first); days.length < n; day++) {
    const weekday = (day + 4) % 7;
    if (weekday !== 0 && weekday !== 6) days.push(day);
  }
  return Int32Array.from(days);
}

function trainingHistory(uniform: () => number): TrainingHistory {
  let best = -1;
  let bestEpoch = 0;
  const epochs = Array.from({ length: 21 }, (_, i) => {
    const epoch = i + 1;
    const validationRankIc =
      0.041 * (1 - Math.exp(-epoch / 4)) - 0.0007 * Math.max(0, epoch - 12) + 0.003 * (uniform() - 0.5);
    const isBest = validationRankIc > best;
    if (isBest) {
      best = validationRankIc;
      bestEpoch = epoch;
    }
    return {
      epoch,
      trainLoss: 0.66 + 0.045 * Math.exp(-epoch / 6) - 0.0006 * epoch,
      validationLoss:
        0.672 + 0.033 * Math.exp(-epoch / 4) + 0.0004 * Math.max(0, epoch - 11) + 0.0015 * (uniform() - 0.5),
      validationIc: validationRankIc * 0.9,
      validationRankIc,
      best: isBest,
    };
  });
  return {
    engine: 'tfjs-wasm',
    epochs,
    bestEpoch,
    stoppedEarly: true,
    trainSessions: 916,
    validationSessions: 312,
    sequences: 109_920,
    parameters: 205_953,
  };
}

function planOf(strategy: string, first: string, last: string, benchmark: boolean, short: boolean): Plan {
  const span = { file: 'strategies/s2_filter_negative.strat', start: S2_LIKE.indexOf('same_close_fill'), end: 0 };
  const ratio: Unit = { usd: 0, share: 0, session: 0, year: 0 };
  const bare: Unit = { ...ratio, bare: true };
  const expressions: Record<string, ExpressionNode> = {};
  const node = (id: string, op: string, more: Partial<ExpressionNode> = {}): string => {
    expressions[id] = {
      id,
      op,
      name: null,
      inputs: [],
      constants: [],
      version: 1,
      kind: 'scalar',
      unit: ratio,
      availability: 'always',
      lookBack: { sessions: 0, recursive: false },
      ...more,
    };
    return id;
  };
  const field = (name: string) => node(`field-${name}`, 'field', { name });
  const constant = (value: number, unit = ratio) => node(`constant-${value}`, 'constant', { constants: [value], unit });
  const hash = (text: string) => text.repeat(32);
  return {
    version: 1,
    strategy,
    hash: hash('a1'),
    stages: { data: hash('d0'), features: hash('f1'), model: hash('b2'), predictions: hash('e3'), book: hash('0c') },
    expressions,
    universe: {
      members: { source: 'constituents', index: 'SP500' },
      benchmark: benchmark ? 'SPY' : null,
      calendar: 'XNYS',
      sessionsPerYear: 252,
      period: { from: '2020-01-01', to: last },
      require: [
        node('require', 'greater_equal', {
          inputs: [
            node('mean', 'mean', { inputs: [field('dollar_volume')], constants: [20] }),
            constant(5_000_000, { ...ratio, usd: 1 }),
          ],
        }),
      ],
    },
    features: {
      features: [{ name: 'ret_5d', node: node('ret', 'returns', { inputs: [field('close')], constants: [5] }) }],
      normalize: { method: 'zscore', clip: 5, fittedOn: 'train' },
    },
    label: {
      name: 'next_return',
      node: node('label', 'forward_return', { inputs: [field('close')], constants: [1] }),
      horizon: 1,
    },
    model: {
      type: 'lstm',
      window: 90,
      layers: 2,
      hidden: 128,
      dropout: 0.2,
      loss: node('loss', 'add', {
        inputs: [
          node('l1', 'multiply', {
            inputs: [constant(0.7, bare), node('spearman', 'spearman_loss', { constants: [0.05] })],
          }),
          node('l2', 'multiply', { inputs: [constant(0.3, bare), node('huber', 'huber', { constants: [0.05] })] }),
        ],
      }),
      optimizer: {
        method: 'adamw',
        learningRate: 0.001,
        weightDecay: 0.00001,
        beta1: 0.9,
        beta2: 0.999,
        epsilon: 1e-8,
      },
      epochs: 50,
      earlyStopping: { patience: 8, metric: 'rank_ic' },
      batchSessions: 8,
      seed: 7,
    },
    split: {
      train: { from: '2020-01-01', to: '2023-12-31' },
      validate: { from: '2024-01-01', to: '2025-03-31' },
      test: { from: first, to: last },
      purge: 1,
    },
    portfolio: {
      long: { count: 38, score: field('prediction'), filter: null, gross: 0.65 },
      short: short
        ? {
            count: 38,
            score: field('prediction'),
            filter: node('filter', 'less', { inputs: [field('prediction'), constant(0)] }),
            gross: 0.35,
          }
        : null,
      weight: 'equal',
      smooth: { method: 'ewma', alpha: 0.15 },
      rebalance: 'every session',
    },
    execution: { decideAt: 'close', fillAt: 'close' },
    costs: {
      spread: constant(0.0005),
      commission: constant(0.0001),
      impact: node('impact', 'multiply', { inputs: [constant(0.002), field('turnover')] }),
      borrow: 0.005,
    },
    risk: {
      volatilityTarget: { perYear: 0.08, window: 20, lo: 0.5, hi: 2 },
      stops: [
        {
          text: 'drawdown > 8%',
          left: field('drawdown'),
          comparison: '>',
          right: constant(0.08),
          resumeAfter: null,
        },
        {
          text: 'sharpe(60d) < 0',
          left: node('sharpe', 'sharpe', { constants: [60] }),
          comparison: '<',
          right: constant(0),
          resumeAfter: 21,
        },
      ],
      limits: { weight: 0.2, sector: null, turnover: null },
    },
    paper: { capital: 1_000_000, at: { hour: 16, minute: 15, zone: 'America/New_York' } },
    params: [{ name: 'k', value: 38, from: 5, to: 100, setBy: 'file' }],
    warmUp: 109,
    accepted: [{ code: 'same-close-fill', reason: 'the closing auction, as the reference system assumes', span }],
    origins: Object.fromEntries([
      ...SAID.map((path) => [path, { by: 'file', span }] as const),
      ...UNSAID.map((path) => [path, { by: 'default', span: null }] as const),
    ]),
    spans: {},
  };
}

/** As the compiler keeps them. */
const SAID = (
  'universe.members universe.benchmark universe.calendar universe.period universe.require.0 features.ret_5d ' +
  'features.normalize.method label model.window model.layers model.hidden model.loss model.optimizer.method ' +
  'model.optimizer.learning_rate model.epochs model.earlyStopping split.train split.validate split.test ' +
  'portfolio.long.count portfolio.long.gross portfolio.short.count portfolio.smooth.method execution.fillAt ' +
  'costs.spread costs.commission costs.impact costs.borrow risk.stops.0 risk.volatilityTarget.perYear paper.at'
).split(' ');
const UNSAID = (
  'model.dropout model.seed model.batchSessions model.optimizer.beta1 model.optimizer.beta2 portfolio.weight ' +
  'execution.decideAt paper.capital'
).split(' ');
