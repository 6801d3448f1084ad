/**
 * What every built-in means, computed the slow and obvious way: each session's window is cut out and looked at on its
 * own. Nothing here is shared with the kernels.
 */

type Columns = readonly (readonly number[])[];

export interface Oracle {
  /** Constants to try. */
  readonly cases: readonly (readonly number[])[];
  run(inputs: Columns, constants: readonly number[]): number[];
}

const NONE = [[]];
const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
const average = (values: readonly number[]) => total(values) / values.length;
const ratioOf = (a: number, b: number) => (b === 0 ? Number.NaN : a / b);
const constant = (values: readonly number[]) => values.every((value) => value === values[0]);

function deviation(values: readonly number[]): number {
  if (constant(values)) return values.length > 0 && Number.isNaN(values[0]) ? Number.NaN : 0;
  const mean = average(values);
  return Math.sqrt(total(values.map((value) => (value - mean) ** 2)) / (values.length - 1));
}

function covariance(x: readonly number[], y: readonly number[]): number {
  const [meanX, meanY] = [average(x), average(y)];
  return total(x.map((value, i) => (value - meanX) * (y[i]! - meanY)));
}

function averageRank(values: readonly number[], value: number): number {
  const below = values.filter((other) => other < value).length;
  const ties = values.filter((other) => other === value).length;
  return below + (ties + 1) / 2;
}

function quantileOf(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const h = (values.length - 1) * q;
  const [low, high] = [sorted[Math.floor(h)]!, sorted[Math.ceil(h)]!];
  return low + (h - Math.floor(h)) * (high - low);
}

/** One element at a time. */
function each(f: (...values: number[]) => number, cases: Oracle['cases'] = NONE): Oracle {
  return {
    cases,
    run: (inputs) =>
      inputs[0]!.map((_, t) => {
        const values = inputs.map((input) => input[t]!);
        return values.some(Number.isNaN) ? Number.NaN : f(...values);
      }),
  };
}

/** `f` of the windows of n sessions that end with t; n is the first constant unless said. */
function window(
  cases: Oracle['cases'],
  f: (windows: number[][], constants: readonly number[]) => number,
  lengthOf: (constants: readonly number[]) => number = ([n]) => n!,
): Oracle {
  return {
    cases,
    run: (inputs, constants) => {
      const n = lengthOf(constants);
      return inputs[0]!.map((_, t) => {
        if (t < n - 1) return Number.NaN;
        const windows = inputs.map((input) => input.slice(t - n + 1, t + 1));
        return windows.some((values) => values.some(Number.isNaN)) ? Number.NaN : f(windows, constants);
      });
    },
  };
}

/** Only the ends of a window of n + 1 sessions are looked at: what lies between may be missing. */
function ends(cases: Oracle['cases'], f: (now: number, before: number) => number): Oracle {
  return {
    cases,
    run: ([x], [n]) => x!.map((now, t) => (t < n! ? Number.NaN : f(now, x![t - n!]!))),
  };
}

// ── Recursive averages, in closed form ─────────────────────────────────────────────────────────────────────────

/** For each session the values present so far; null where the session itself has none. */
function sofar(x: readonly number[]): (number[] | null)[] {
  return x.map((value, t) => (Number.isNaN(value) ? null : x.slice(0, t + 1).filter((each) => !Number.isNaN(each))));
}

/** Σ of weights that fall by (1 − alpha) each step back, the seed taking the rest. */
function weighted(seed: number, after: readonly number[], alpha: number): number {
  const k = after.length;
  return total([seed * (1 - alpha) ** k, ...after.map((value, i) => alpha * (1 - alpha) ** (k - 1 - i) * value)]);
}

export function exponential(x: readonly number[], n: number, warmUp = 1, alpha = 2 / (n + 1)): number[] {
  return sofar(x).map((values) =>
    values === null || values.length < warmUp ? Number.NaN : weighted(values[0]!, values.slice(1), alpha),
  );
}

/** `seeds`: how many values the plain mean at the start takes. Wilder takes n. */
export function wilder(x: readonly number[], n: number, seeds = n): number[] {
  return sofar(x).map((values) =>
    values === null || values.length < seeds
      ? Number.NaN
      : weighted(total(values.slice(0, seeds)) / n, values.slice(seeds), 1 / n),
  );
}

function trueRanges([high, low, close]: Columns): number[] {
  return high!.map((h, t) => {
    const [l, before] = [low![t]!, close![t - 1] ?? Number.NaN];
    return Number.isNaN(h + l + before) ? Number.NaN : Math.max(h, before) - Math.min(l, before);
  });
}

/** `seeds` as in `wilder`. */
export function directional(inputs: Columns, n: number, seeds = n): { plus: number[]; minus: number[]; adx: number[] } {
  const [high, low] = inputs as [number[], number[]];
  const ranges = trueRanges(inputs);
  const up = high.map((h, t) => h - (high[t - 1] ?? Number.NaN));
  const down = low.map((l, t) => (low[t - 1] ?? Number.NaN) - l);
  const known = ranges.map((range, t) => !Number.isNaN(range + up[t]! + down[t]!));
  const only = (values: number[]) => values.map((value, t) => (known[t] ? value : Number.NaN));
  const range = wilder(only(ranges), n, seeds);
  const indicator = (moves: number[]) => wilder(only(moves), n, seeds).map((move, t) => 100 * ratioOf(move, range[t]!));
  const plus = indicator(up.map((u, t) => (u > down[t]! && u > 0 ? u : 0)));
  const minus = indicator(down.map((d, t) => (d > up[t]! && d > 0 ? d : 0)));
  const dx = plus.map((p, t) => 100 * ratioOf(Math.abs(p - minus[t]!), p + minus[t]!));
  return { plus, minus, adx: wilder(dx, n) };
}

export function macdLine(
  x: readonly number[],
  fast: number,
  slow: number,
  [fastAlpha, slowAlpha] = [2 / (fast + 1), 2 / (slow + 1)],
): number[] {
  const warmUp = Math.max(fast, slow);
  const slowAverage = exponential(x, slow, warmUp, slowAlpha);
  return exponential(x, fast, warmUp, fastAlpha).map((value, t) => value - slowAverage[t]!);
}

/** `seeds` as in `wilder`. */
export function relativeStrength(x: readonly number[], n: number, seeds = n): number[] {
  const changes = x.map((value, t) => value - (x[t - 1] ?? Number.NaN));
  const gains = wilder(
    changes.map((d) => (Math.abs(d) + d) / 2),
    n,
    seeds,
  );
  const losses = wilder(
    changes.map((d) => (Math.abs(d) - d) / 2),
    n,
    seeds,
  );
  return gains.map((gain, t) => 100 * ratioOf(gain, gain + losses[t]!));
}

function bollinger(f: (x: number, mean: number, deviation: number, width: number) => number): Oracle {
  const cases = [
    [2, 2],
    [7, 1.5],
    [20, 2],
  ];
  return window(cases, ([x], [, width]) => f(x!.at(-1)!, constant(x!) ? x![0]! : average(x!), deviation(x!), width!));
}

function stochastic(inputs: Columns, n: number): number[] {
  const place = window([], ([high, low, close]) => {
    const [top, bottom] = [Math.max(...high!), Math.min(...low!)];
    return ratioOf(100 * (close!.at(-1)! - bottom), top - bottom);
  });
  // Only today's close is looked at: one missing earlier does no harm.
  const closes = inputs[2]!;
  const known = closes.map((close) => (Number.isNaN(close) ? 0 : close));
  return place
    .run([inputs[0]!, inputs[1]!, known], [n])
    .map((value, t) => (Number.isNaN(closes[t]!) ? Number.NaN : value));
}

function smoothed(x: readonly number[], n: number): number[] {
  return window([], ([values]) => average(values!)).run([x], [n]);
}

// ── The table ──────────────────────────────────────────────────────────────────────────────────────────────────

const SPANS = [[1], [2], [5], [20]];
const WINDOWS = [[2], [3], [8], [21]];
const truth = (holds: boolean) => (holds ? 1 : 0);

export const ORACLES: Readonly<Record<string, Oracle>> = {
  add: each((a, b) => a! + b!),
  subtract: each((a, b) => a! - b!),
  multiply: each((a, b) => a! * b!),
  divide: each((a, b) => ratioOf(a!, b!)),
  power: each((a, b) => (Number.isFinite(a! ** b!) ? a! ** b! : Number.NaN)),
  negate: each((x) => -x!),
  less: each((a, b) => truth(a! < b!)),
  less_equal: each((a, b) => truth(a! <= b!)),
  greater: each((a, b) => truth(a! > b!)),
  greater_equal: each((a, b) => truth(a! >= b!)),
  equal: each((a, b) => truth(a! === b!)),
  not_equal: each((a, b) => truth(a! !== b!)),
  and: each((a, b) => truth(a === 1 && b === 1)),
  or: each((a, b) => truth(a === 1 || b === 1)),
  not: each((a) => truth(a === 0)),

  abs: each((x) => (x! < 0 ? -x! : x!)),
  log: each((x) => (x! > 0 ? Math.log(x!) : Number.NaN)),
  exp: each((x) => (Number.isFinite(Math.exp(x!)) ? Math.exp(x!) : Number.NaN)),
  sqrt: each((x) => (x! < 0 ? Number.NaN : x! ** 0.5)),
  sign: each((x) => (x! > 0 ? 1 : x! < 0 ? -1 : 0)),
  clip: each((x, low, high) => (low! > high! ? Number.NaN : [x!, low!, high!].toSorted((a, b) => a - b)[1]!)),
  minimum: each((...both) => both.toSorted((a, b) => a - b)[0]!),
  maximum: each((...both) => both.toSorted((a, b) => a - b)[1]!),
  where: {
    cases: NONE,
    run: ([c, a, b]) => c!.map((holds, t) => (Number.isNaN(holds) ? Number.NaN : holds === 1 ? a![t]! : b![t]!)),
  },
  is_missing: { cases: NONE, run: ([x]) => x!.map((value) => truth(Number.isNaN(value))) },

  lag: ends(SPANS, (_, before) => before),
  returns: ends(SPANS, (now, before) => ratioOf(now, before) - 1),
  change: ends(SPANS, (now, before) => now - before),
  roc: ends(SPANS, (now, before) => 100 * (ratioOf(now, before) - 1)),
  forward_return: {
    cases: [...SPANS, ...SPANS.map(([n]) => [n!, 3])],
    run: ([x], [n, after = 0]) =>
      x!.map((_, t) => ratioOf(x![t + after + n!] ?? Number.NaN, x![t + after] ?? Number.NaN) - 1),
  },

  sum: window(SPANS, ([x]) => total(x!)),
  mean: window(SPANS, ([x]) => (constant(x!) ? x![0]! : average(x!))),
  stdev: window(WINDOWS, ([x]) => deviation(x!)),
  lowest: window(SPANS, ([x]) => Math.min(...x!)),
  highest: window(SPANS, ([x]) => Math.max(...x!)),
  ewma: { cases: SPANS, run: ([x], [n]) => exponential(x!, n!) },
  median: window(SPANS, ([x]) => quantileOf(x!, 0.5)),
  quantile: window(
    [
      [1, 0.5],
      [2, 0.3],
      [8, 0],
      [8, 1],
      [21, 0.05],
      [21, 0.95],
    ],
    ([x], [, q]) => quantileOf(x!, q!),
  ),
  rank_over: window(WINDOWS, ([x], [n]) => (averageRank(x!, x!.at(-1)!) - 1) / (n! - 1)),
  zscore_over: window(WINDOWS, ([x]) => ratioOf(x!.at(-1)! - average(x!), deviation(x!))),
  correlation: window(WINDOWS, ([x, y]) =>
    constant(x!) || constant(y!) ? Number.NaN : covariance(x!, y!) / Math.sqrt(covariance(x!, x!) * covariance(y!, y!)),
  ),
  beta: window(WINDOWS, ([x, y]) => (constant(y!) ? Number.NaN : covariance(x!, y!) / covariance(y!, y!))),
  slope: window(WINDOWS, ([x]) => {
    const time = x!.map((_, s) => s);
    return covariance(time, x!) / covariance(time, time);
  }),

  rsi: { cases: SPANS, run: ([x], [n]) => relativeStrength(x!, n!) },
  macd: {
    cases: [
      [2, 5],
      [12, 26],
    ],
    run: ([x], [fast, slow]) => macdLine(x!, fast!, slow!),
  },
  macd_signal: {
    cases: [
      [2, 5, 9],
      [12, 26, 9],
    ],
    run: ([x], [fast, slow, signal]) => exponential(macdLine(x!, fast!, slow!), signal!),
  },
  macd_histogram: {
    cases: [
      [2, 5, 9],
      [12, 26, 9],
    ],
    run: ([x], [fast, slow, signal]) => {
      const line = macdLine(x!, fast!, slow!);
      const signals = exponential(line, signal!);
      return line.map((value, t) => value - signals[t]!);
    },
  },
  bollinger_upper: bollinger((_, mean, sd, width) => mean + width * sd),
  bollinger_lower: bollinger((_, mean, sd, width) => mean - width * sd),
  bollinger_width: bollinger((_, mean, sd, width) => ratioOf(2 * width * sd, mean)),
  bollinger_percent: bollinger((x, mean, sd, width) => ratioOf(x - (mean - width * sd), 2 * width * sd)),
  true_range: { cases: NONE, run: (inputs) => trueRanges(inputs) },
  atr: { cases: SPANS, run: (inputs, [n]) => wilder(trueRanges(inputs), n!) },
  plus_di: { cases: SPANS, run: (inputs, [n]) => directional(inputs, n!).plus },
  minus_di: { cases: SPANS, run: (inputs, [n]) => directional(inputs, n!).minus },
  adx: { cases: SPANS, run: (inputs, [n]) => directional(inputs, n!).adx },
  cci: window(WINDOWS, ([high, low, close]) => {
    const typical = high!.map((h, s) => (h + low![s]! + close![s]!) / 3);
    const mean = average(typical);
    const spread = constant(typical) ? 0 : average(typical.map((p) => Math.abs(p - mean)));
    return ratioOf(typical.at(-1)! - mean, 0.015 * spread);
  }),
  stochastic_k: {
    cases: [
      [1, 1],
      [5, 1],
      [14, 3],
    ],
    run: (inputs, [n, smooth]) => smoothed(stochastic(inputs, n!), smooth!),
  },
  stochastic_d: {
    cases: [
      [1, 1, 1],
      [5, 1, 3],
      [14, 3, 3],
    ],
    run: (inputs, [n, smooth, signal]) => smoothed(smoothed(stochastic(inputs, n!), smooth!), signal!),
  },
  williams_r: { cases: SPANS, run: (inputs, [n]) => stochastic(inputs, n!).map((k) => k - 100) },
  obv: {
    cases: NONE,
    run: ([close, volume]) => {
      const signed = close!.map((c, t) => Math.sign(c - (close![t - 1] ?? Number.NaN)) * volume![t]!);
      return signed.map((value, t) =>
        Number.isNaN(value) ? value : total(signed.slice(0, t + 1).filter((each) => !Number.isNaN(each))),
      );
    },
  },
  vwap: window(SPANS, ([high, low, close, volume]) =>
    ratioOf(total(high!.map((h, s) => ((h + low![s]! + close![s]!) / 3) * volume![s]!)), total(volume!)),
  ),
};

// ── Across stocks ──────────────────────────────────────────────────────────────────────────────────────────────

export interface AcrossOracle {
  readonly constants?: readonly number[];
  /** For members of one cross-section or group that have a value, in ticker order: an answer each, or one for all members. */
  run(values: readonly number[]): number[] | number;
}

export const ACROSS_ORACLES: Readonly<Record<string, AcrossOracle>> = {
  rank: { run: (values) => values.map((v) => shareBelow(values, v)) },
  zscore: {
    run: (values) =>
      values.map((v) => (values.length < 2 ? Number.NaN : ratioOf(v - average(values), deviation(values)))),
  },
  demean: { run: (values) => values.map((v) => v - average(values)) },
  mean_across: { run: (values) => (values.length === 0 ? Number.NaN : average(values)) },
  group_mean: { run: (values) => (values.length === 0 ? Number.NaN : average(values)) },
  buckets: {
    constants: [3],
    run: (values) =>
      values.map((v) => {
        const share = values.length === 1 ? 0 : shareBelow(values, v);
        return share * 3 < 1 ? 0 : share * 3 < 2 ? 1 : 2;
      }),
  },
};

/** 0 for the lowest, 1 for the highest, ½ alone. */
function shareBelow(values: readonly number[], v: number): number {
  return values.length === 1 ? 0.5 : (averageRank(values, v) - 1) / (values.length - 1);
}
