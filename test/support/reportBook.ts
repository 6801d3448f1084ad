/** The book of a made-up run: ranked by prediction, equal weights, smoothed and stopped; see reportFacts.ts. */
import type { BookFlags } from '../../runtime/book/types.ts';
import type { ReportFacts } from '../../runtime/report/build.ts';
import type { BookResult, ReturnFigures, StopTrip } from '../../runtime/results.ts';
import { sparse } from './ledgerWeights.ts';
import { average } from './statistics.ts';

interface Simulation {
  sessions: number;
  stocks: number;
  close: Float64Array;
  predictions: Float64Array;
  short: boolean;
  flat: boolean;
  stops: readonly { readonly at: number; readonly resumeAfter: number | null }[];
}

export function simulate({
  sessions,
  stocks,
  close,
  predictions,
  short,
  flat,
  stops,
}: Simulation): ReportFacts['book'] {
  const k = Math.max(1, Math.floor(stocks / 6));
  const column = (n: number) => new Float64Array(n);
  const rows = sessions * stocks;
  const h = Math.max(0, sessions - 1);
  const decided = Int32Array.from({ length: sessions }, (_, t) => t);
  const flags: BookFlags[] = [];
  const trips: StopTrip[][] = [];
  const weights = {
    target: column(rows),
    smoothed: column(rows),
    limited: column(rows),
    drifted: column(rows),
    held: column(rows),
  };
  const decisions = {
    count: sessions,
    decided,
    filled: decided,
    flags,
    stops: trips,
    scale: column(sessions).fill(1),
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
    spread: holding(),
    commission: holding(),
    impact: holding(),
    financing: holding(),
    interest: holding(),
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
      weights.target[t * stocks + i] = target[i]!;
      weights.smoothed[t * stocks + i] = smoothed[i]!;
      weights.limited[t * stocks + i] = smoothed[i]!;
      weights.drifted[t * stocks + i] = drifted[i]!;
      weights.held[t * stocks + i] = held;
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
    holdings.spread[t] = turnover * 0.0005;
    holdings.commission[t] = turnover * 0.0001;
    holdings.impact[t] = turnover * 0.002 * turnover;
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
      drifted[i] = (weights.held[t * stocks + i]! * (close[at + 1]! / close[at]!)) / (1 + net);
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
  return {
    stocks,
    capital: 1_000_000,
    decisions: { ...decisions, weights: sparse(weights, stocks) },
    cuts: NO_CUTS,
    holdings,
    figures,
  };
}

const NO_CUTS: BookResult['cuts'] = {
  count: 0,
  decision: new Int32Array(),
  stock: new Int32Array(),
  by: new Uint8Array(),
  names: [],
  figure: new Float64Array(),
  most: new Float64Array(),
  before: new Float64Array(),
  after: new Float64Array(),
};

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
