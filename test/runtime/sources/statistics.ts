/** Plain, slow statistics over a market, written apart from what they check. */
import type { Market } from '../../../runtime/market.ts';

/** Mean over sessions from `first` of the Spearman correlation of a panel and the next return, over members. */
export function meanRankIc(market: Market, panel: Float64Array, first = 0): number {
  const sessions = market.sessions.length;
  const figures: number[] = [];
  for (let t = first; t + 1 < sessions; t++) {
    const pairs: [number, number][] = [];
    for (let at = t; at < panel.length; at += sessions) {
      const next = market.bars.close[at + 1]! / market.bars.close[at]! - 1;
      if (market.members[at] === 1 && !Number.isNaN(panel[at]!) && !Number.isNaN(next)) pairs.push([panel[at]!, next]);
    }
    if (pairs.length > 2) figures.push(spearman(pairs));
  }
  return figures.reduce((sum, figure) => sum + figure, 0) / figures.length;
}

function spearman(pairs: readonly (readonly [number, number])[]): number {
  const n = pairs.length;
  const rank = (side: 0 | 1): number[] => {
    const order = [...pairs.keys()].sort((a, b) => pairs[a]![side] - pairs[b]![side]);
    const ranks = new Array<number>(n);
    for (const [place, index] of order.entries()) ranks[index] = place;
    return ranks;
  };
  const [x, y] = [rank(0), rank(1)];
  const squares = x.reduce((sum, value, i) => sum + (value - y[i]!) ** 2, 0);
  return 1 - (6 * squares) / (n * (n * n - 1));
}

/** Eight of the features of core14, stock-major panels: returns, volatilities, momentum and volume ratio. */
export function shortTermFeatures(market: Market): Float64Array[] {
  const { close, volume } = market.bars;
  const sessions = market.sessions.length;
  const change = (at: number): number => close[at]! / close[at - 1]! - 1;
  const mean = (value: (at: number) => number, at: number, n: number): number => {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += value(at - k);
    return sum / n;
  };
  const deviation = (at: number, n: number): number => {
    const centre = mean(change, at, n);
    return Math.sqrt((mean((k) => (change(k) - centre) ** 2, at, n) * n) / (n - 1));
  };
  const features: ((at: number) => number)[] = [
    change,
    (at) => close[at]! / close[at - 5]! - 1,
    (at) => close[at]! / close[at - 20]! - 1,
    (at) => deviation(at, 5),
    (at) => deviation(at, 20),
    (at) => close[at]! / mean((k) => close[k]!, at, 5) - 1,
    (at) => close[at]! / mean((k) => close[k]!, at, 20) - 1,
    (at) => volume[at]! / mean((k) => volume[k]!, at, 20),
  ];
  return features.map((feature) =>
    new Float64Array(close.length).map((_, at) => (at % sessions < 21 ? Number.NaN : feature(at))),
  );
}

/** Ridge regression of the next return on standardised, clipped features, fitted before `split`; predicts everywhere. */
export function fitRidge(market: Market, features: readonly Float64Array[], split: number): Float64Array {
  const sessions = market.sessions.length;
  const { close } = market.bars;
  const usable = (at: number): boolean =>
    market.members[at] === 1 && features.every((feature) => !Number.isNaN(feature[at]!));
  const places = [...close.keys()].filter((at) => at % sessions < split - 1 && usable(at) && close[at + 1]! > 0);
  const scalers = features.map((feature) => {
    const centre = places.reduce((sum, at) => sum + feature[at]!, 0) / places.length;
    const variance = places.reduce((sum, at) => sum + (feature[at]! - centre) ** 2, 0) / places.length;
    return { centre, scale: Math.sqrt(variance) };
  });
  const row = (at: number): number[] => [
    1,
    ...features.map((feature, f) => {
      const { centre, scale } = scalers[f]!;
      return Math.max(-5, Math.min(5, (feature[at]! - centre) / scale));
    }),
  ];

  const size = features.length + 1;
  const normal = Array.from({ length: size }, () => new Array<number>(size + 1).fill(0));
  for (const at of places) {
    const x = row(at);
    const y = close[at + 1]! / close[at]! - 1;
    for (let a = 0; a < size; a++) {
      for (let b = 0; b < size; b++) normal[a]![b]! += x[a]! * x[b]!;
      normal[a]![size]! += x[a]! * y;
    }
  }
  for (let a = 1; a < size; a++) normal[a]![a]! += 1e-3 * places.length;
  const weights = solve(normal);
  return new Float64Array(close.length).map((_, at) =>
    usable(at) ? row(at).reduce((sum, value, a) => sum + value * weights[a]!, 0) : Number.NaN,
  );
}

/** Gauss and Jordan, for a small, positive definite system with its right side in the last column. */
function solve(system: number[][]): number[] {
  const n = system.length;
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < n; b++) {
      if (a === b) continue;
      const factor = system[b]![a]! / system[a]![a]!;
      for (let c = a; c <= n; c++) system[b]![c]! -= factor * system[a]![c]!;
    }
  }
  return system.map((row, a) => row[n]! / row[a]!);
}
