/**
 * A strategy of the size that a generator of factors writes, in the shape of one by hand: a library of features, one
 * strategy with all its blocks, and variants of it. Every feature is another one, so that nothing is shared by accident.
 */

/** Where each text goes, below one folder. */
export type StrategyFiles = Readonly<Record<'library.strat' | 'large.strat', string>>;

const VARIANTS = 20;
const LINES_OF_VARIANT = 12;
const LIBRARY_FEATURES = 300;
/** Definitions of the strategy that each feature then uses. */
const LINES_OF_FEATURE = 4;

/** `lines` is the length of the strategy itself; the library comes on top. */
export function largeStrategy(lines: number): StrategyFiles {
  const rest = [...frame('', ''), ...variants()].length;
  const count = Math.floor((lines - rest) / LINES_OF_FEATURE);
  const features = Array.from({ length: count }, (_, i) => feature(i));
  const definitions = features.flatMap(({ definition }) => definition).join('\n');
  const uses = features.flatMap(({ use }) => use).join('\n');
  return { 'library.strat': library(), 'large.strat': [...frame(definitions, uses), ...variants()].join('\n') };
}

function library(): string {
  const lines = Array.from({ length: LIBRARY_FEATURES }, (_, i) => {
    const days = i + 2;
    return `  shelf_${i} = close / mean(close, ${days}d) - stdev(returns(close, 1d), ${days}d)  # over ${days} sessions`;
  });
  return `# Features kept beside the strategy.\nfeatures shelf {\n${lines.join('\n')}\n}\n`;
}

const SHAPES: readonly ((days: number) => string)[] = [
  (days) => `returns(close, ${days}d) / stdev(returns(close, 1d), ${days + 5}d)`,
  (days) => `(close - lowest(low, ${days}d)) / (highest(high, ${days}d) - lowest(low, ${days}d))`,
  (days) => `mean(volume, ${days}d) / mean(volume, ${2 * days}d) - 1`,
  (days) => `where(close > mean(close, ${days}d), returns(close, 5d), -returns(close, 5d))`,
  (days) => `clip(zscore_over(dollar_volume, ${days + 3}d), low: -3, high: 3)`,
];

function feature(i: number): { readonly definition: readonly string[]; readonly use: readonly string[] } {
  const days = 2 + Math.floor(i / SHAPES.length);
  const shape = SHAPES[i % SHAPES.length]!(days);
  return {
    definition: [
      `  # Factor ${i}: looked at over ${days} sessions, against its own recent past.`,
      `  raw_${i} = ${shape}`,
    ],
    use: [
      `    factor_${i} = 0.5 * raw_${i} + 0.5 * lag(raw_${i}, 1d)  # smoothed a little`,
      `    rank_${i}   = rank(raw_${i}) - rank(lag(raw_${i}, 5d))`,
    ],
  };
}

function frame(definitions: string, features: string): string[] {
  return `# A strategy with very many factors.
use std.universe.sp500
use library

strategy large {
  param k     = 38    in 5 .. 100
  param alpha = 15%   in 5% .. 100%

${definitions}

  universe {
    members    sp500 as of each session
    benchmark  SPY
    calendar   XNYS
    period     2000-01-01 .. 2025-10-31
    require    raw_close >= 5 USD
    require    mean(dollar_volume, 20d) >= 5M USD
  }

  features {
    include shelf
${features}
    normalize zscore(clip: 5) fitted on train
  }

  label next_return = forward_return(close, 1d)

  model lstm {
    window     90d
    layers     2
    hidden     128
    dropout    20%
    loss       0.7 * spearman_loss(temperature: 0.05) + 0.3 * huber(delta: 0.05)
    optimizer  adamw(learning_rate: 0.001, weight_decay: 0.00001)
    epochs     50, stop after 8 without better rank_ic
    batch      8 sessions
    seed       7
  }

  split {
    train     2008-01-01 .. 2020-12-31
    validate  2021-01-01 .. 2022-12-31
    test      2023-01-01 .. 2025-10-31
  }

  portfolio {
    long   top k    by prediction                          gross 65%
    short  bottom k by prediction where prediction < 0%    gross 35%
    weight equal
    smooth ewma(alpha)
    rebalance every session
  }

  execution {
    decide at close
    fill at close
    allow same_close_fill "the closing auction"
  }

  costs {
    spread      5 bps
    commission  1 bps
    impact      20 bps * turnover
    borrow      50 bps per year
  }

  risk {
    target volatility 8% per year over 20d, scale 0.5 .. 2
    stop when drawdown > 8% then flatten
    limit weight 20%
  }

  paper {
    capital  1_000_000 USD
    at       16:15 America/New_York
  }
}`.split('\n');
}

function variants(): string[] {
  return Array.from({ length: VARIANTS }, (_, i) => variant(i)).flat();
}

function variant(i: number): string[] {
  const lines = `
# The same book with ${20 + i} names a side.
strategy variant_${i} extends ${i === 0 ? 'large' : `variant_${i - 1}`} {
  param k = ${20 + i} in 5 .. 100

  risk {
    limit weight ${10 + i}%
  }
  costs {
    spread ${4 + i} bps
  }
}`.split('\n');
  if (lines.length !== LINES_OF_VARIANT) throw new Error(`bug: a variant has ${lines.length} lines`);
  return lines;
}
