/**
 * A made-up run for tests of the report: seeded, plausible to look at, and consistent (returns follow from prices and
 * weights). A small simulator, on purpose not the book engine: the report only lays out what it is given.
 */
import { trialOf } from '../../runtime/evidence/trials.ts';
import { fromIsoDay, type Market, toIsoDay } from '../../runtime/market.ts';
import type { ReportFacts } from '../../runtime/report/build.ts';
import type { TrainingHistory } from '../../runtime/results.ts';
import { simulate } from './reportBook.ts';
import { reportEvidence } from './reportEvidence.ts';
import { planOf, S2_LIKE } from './reportPlan.ts';
import { correlations } from './statistics.ts';

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
  readonly evidence?: boolean;
  readonly strategy?: string;
  readonly source?: string;
}

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
  const {
    benchmark = true,
    short = true,
    flat = false,
    synthetic = true,
    stops = [],
    training = true,
    evidence = true,
  } = options;
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
  const dataDescription = synthetic ? `synthetic market, ${stocks} stocks, seed ${seed}` : 'Parquet bars, 2008 to 2018';
  const NOT_JUDGED = { sessions: 0, ic: null, rankIc: null };
  const facts: Omit<ReportFacts, 'evidence' | 'trial' | 'trials'> = {
    plan,
    sources: [{ file: 'strategies/s2_filter_negative.strat', text: options.source ?? S2_LIKE }],
    market: {
      sessions: days,
      tickers,
      bars: { open: close, high: close, low: close, close, volume: close, raw_close: close, dollar_volume: close },
      members: new Uint8Array(stocks * sessions).fill(1),
      benchmark: benchmark ? market : null,
      external: {},
      sectors: null,
      delistings: [],
      oracle: synthetic ? oracle : null,
      quality: null,
      snapshot: 'c3'.repeat(32),
      assumptions: [
        'Prices are generated: sector factors, stochastic volatility and jumps, with a planted signal.',
        'Every order is filled in full at the closing price; borrow is always available at the stated rate.',
        'A delisted stock books a return of 0 unless the source says otherwise.',
      ],
    } satisfies Market,
    dataDescription,
    features: { labels },
    models: training
      ? [{ fold: 0, seed: 7, windows: plan.split.folds[0]!, history: trainingHistory(uniform), test: NOT_JUDGED }]
      : [],
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
  const trial = trialOf(plan, dataDescription, facts.market, book.holdings);
  return {
    ...facts,
    evidence: evidence ? reportEvidence(facts.market, book.holdings, normal) : null,
    trial,
    trials: evidence ? [{ ...trial, planHash: 'another', net: trial.net.map((value) => 0.9 * value) }] : [],
  };
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
