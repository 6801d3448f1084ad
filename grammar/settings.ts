/**
 * Every setting of every block, once. The parser builds a rule from each pattern, the binder reads slots by these
 * names, and the reference, completion and did-you-mean list them, so that none of them can drift.
 *
 * A pattern is what follows the key:
 *   `word`            a fixed word (every such word is a contextual keyword, and free as a name elsewhere)
 *   `<slot:type>`     a slot; types: expr, dates, range, name, ticker, time, zone
 *   `[ … ]`           may be left out
 *   `<slot:a|b c>`    one of these words, kept in the slot
 */
import type { BlockType } from './tree.ts';

export interface SettingPattern {
  readonly block: BlockType;
  readonly key: string;
  readonly pattern: string;
  /** May stand several times; an heir's settings add to those it inherits. Others replace. */
  readonly repeatable?: true;
  /** Words that begin a column where neighbours have it too, with the blanks before it; for `strat fmt`. */
  readonly columns?: readonly (readonly [word: string, blanks: number])[];
  readonly summary: string;
  readonly example: string;
}

const BLOCKS: Record<BlockType, Record<string, Omit<SettingPattern, 'block' | 'key'>>> = {
  universe: {
    members: {
      pattern: '<members:expr> [as of <when:each session>]',
      summary: 'The stocks that may be held: a named universe, or a list of tickers.',
      example: 'members sp500 as of each session',
    },
    benchmark: {
      pattern: '<ticker:ticker>',
      summary: 'The series that `market_return` and the report compare with.',
      example: 'benchmark SPY',
    },
    calendar: {
      pattern: '<calendar:name>',
      summary:
        'The exchange whose sessions count; it also says how many make a year: `XNYS` 252, `weekdays` 261, `always` 365.',
      example: 'calendar XNYS',
    },
    period: {
      pattern: '<period:dates>',
      summary: 'First and last day of the data that is used, both included.',
      example: 'period 2020-01-01 .. 2025-10-31',
    },
    require: {
      pattern: '<condition:expr>',
      repeatable: true,
      summary: 'A condition every stock of the cross-section meets on that session.',
      example: 'require raw_close >= 5 USD',
    },
  },
  features: {
    normalize: {
      pattern: '<method:expr> fitted on <window:train>',
      summary: 'How features are brought to one scale, and on which window that is learnt.',
      example: 'normalize zscore(clip: 5) fitted on train',
    },
  },
  model: {
    window: {
      pattern: '<sessions:expr>',
      summary: 'How many sessions the model sees, the decision session included.',
      example: 'window 90d',
    },
    layers: { pattern: '<count:expr>', summary: 'Stacked recurrent layers.', example: 'layers 2' },
    hidden: { pattern: '<size:expr>', summary: 'Units of each layer.', example: 'hidden 128' },
    dropout: {
      pattern: '<share:expr>',
      summary: 'Share of units dropped between layers and before the head while training.',
      example: 'dropout 20%',
    },
    loss: {
      pattern: '<loss:expr>',
      summary: 'What training minimises: a weighted sum of losses, one value per cross-section.',
      example: 'loss 0.7 * spearman_loss(temperature: 0.05) + 0.3 * huber(delta: 0.05)',
    },
    optimizer: {
      pattern: '<method:expr>',
      summary: 'How weights follow the gradient.',
      example: 'optimizer adamw(learning_rate: 0.001, weight_decay: 0.00001)',
    },
    epochs: {
      pattern: '<count:expr> [, stop after <patience:expr> without better <metric:rank_ic|ic|loss>]',
      summary: 'The most passes over the training window, and when to stop early.',
      example: 'epochs 50, stop after 8 without better rank_ic',
    },
    batch: {
      pattern: '<count:expr> sessions',
      summary: 'How many whole cross-sections one step of the optimiser sees.',
      example: 'batch 8 sessions',
    },
    seed: {
      pattern: '<seed:expr>',
      summary: 'The seed of weights, order and dropout.',
      example: 'seed 7',
    },
  },
  split: {
    train: { pattern: '<window:dates>', summary: 'Where the model learns.', example: 'train 2020-01-01 .. 2023-12-31' },
    validate: {
      pattern: '<window:dates>',
      summary: 'Where training is stopped and the best epoch chosen.',
      example: 'validate 2024-01-01 .. 2025-03-31',
    },
    test: {
      pattern: '<window:dates>',
      summary: 'Where the book is run and judged.',
      example: 'test 2025-04-01 .. 2025-10-31',
    },
    purge: {
      pattern: '<sessions:expr>',
      summary:
        "How many of the last sessions of `train` and of `validate` are not learnt from. Derived from the label's horizon; only more can be asked for.",
      example: 'purge 10d',
    },
    embargo: {
      pattern: '<sessions:expr>',
      summary:
        'How many sessions after a judged window are not learnt from. Derived from horizon, look-back and window; only more can be asked for. In a split of train, validate and test nothing is learnt after a judged window.',
      example: 'embargo 150d',
    },
  },
  portfolio: {
    long: {
      pattern: 'top <count:expr> by <score:expr> [where <filter:expr>] gross <gross:expr>',
      columns: [
        ['top', 2],
        ['by', 1],
        ['gross', 4],
      ],
      summary: 'The stocks held long: the best K by a score that pass the filter, and their total weight.',
      example: 'long top k by prediction gross 65%',
    },
    short: {
      pattern: 'bottom <count:expr> by <score:expr> [where <filter:expr>] gross <gross:expr>',
      columns: [
        ['bottom', 2],
        ['by', 1],
        ['gross', 4],
      ],
      summary: 'The stocks held short: the worst K by a score that pass the filter, and their total weight.',
      example: 'short bottom k by prediction where prediction < 0% gross 35%',
    },
    weight: {
      pattern: '<scheme:equal>',
      summary: 'How the gross of a side is divided among its names.',
      example: 'weight equal',
    },
    smooth: {
      pattern: '<method:expr>',
      summary: 'How the book moves towards its target at each rebalance.',
      example: 'smooth ewma(0.15)',
    },
    rebalance: {
      pattern: '<schedule:every session|weekly|monthly>',
      summary:
        'When the book is rebuilt: every session, at the first session of each week, or at the first of each month.',
      example: 'rebalance every session',
    },
  },
  execution: {
    'decide at': {
      pattern: '<instant:open|close> [, <delay:expr> later]',
      summary: 'The instant at which orders are decided, or how long after it: everything they rest on is known then.',
      example: 'decide at close',
    },
    'fill at': {
      pattern: '<instant:open|close|next open|next close>',
      summary: 'The instant whose price orders are filled at.',
      example: 'fill at next open',
    },
  },
  costs: {
    spread: { pattern: '<rate:expr>', summary: 'Half-spread paid on what is traded.', example: 'spread 5 bps' },
    commission: { pattern: '<rate:expr>', summary: 'Commission on what is traded.', example: 'commission 1 bps' },
    impact: {
      pattern: '<rate:expr>',
      summary: 'Market impact on what is traded; may depend on `turnover`.',
      example: 'impact 20 bps * turnover',
    },
    borrow: {
      pattern: '<rate:expr>',
      summary: 'What borrowed shares cost while they are held short.',
      example: 'borrow 50 bps per year',
    },
  },
  risk: {
    'target volatility': {
      pattern: '<target:expr> over <window:expr>, scale <scale:range>',
      summary: 'Scales the book so that its recent volatility meets a target, within bounds.',
      example: 'target volatility 8% per year over 20d, scale 0.5 .. 2',
    },
    'stop when': {
      pattern: '<condition:expr> then <action:flatten> [, resume after <resume:expr>]',
      repeatable: true,
      columns: [['then', 2]],
      summary: 'Goes to cash when a figure of the book passes a limit, until resumed by hand or after some sessions.',
      example: 'stop when drawdown > 8% then flatten, resume after 21d',
    },
    'limit weight': {
      pattern: '<limit:expr>',
      summary: 'The most one name may weigh, long or short.',
      example: 'limit weight 20%',
    },
    'limit sector': {
      pattern: '<limit:expr>',
      summary: "The most a sector's weights may add up to, long and short together.",
      example: 'limit sector 30%',
    },
    'limit net': {
      pattern: '<limit:expr>',
      summary: 'The most longs may exceed shorts, or shorts longs; the heavier side shrinks by one factor.',
      example: 'limit net 40%',
    },
    'limit gross': {
      pattern: '<limit:expr>',
      summary:
        'The most all weights may add up to, long and short together; all shrink by one factor. Limits are applied in ' +
        'the order weight, sector, net, gross; none of them undoes the one before.',
      example: 'limit gross 150%',
    },
    'limit turnover': {
      pattern: '<limit:expr>',
      summary: 'The most one rebalance may trade.',
      example: 'limit turnover 50%',
    },
  },
  paper: {
    capital: {
      pattern: '<amount:expr>',
      summary: 'What a paper account, and the backtest, starts with.',
      example: 'capital 1_000_000 USD',
    },
    at: {
      pattern: '<time:time> <zone:zone>',
      summary:
        'When the scheduler should run the strategy: after the decision and before the fill, also on days that close early.',
      example: 'at 16:15 America/New_York',
    },
  },
};

export const SETTINGS: readonly SettingPattern[] = Object.entries(BLOCKS).flatMap(([block, settings]) =>
  Object.entries(settings).map(([key, setting]) => ({ block: block as BlockType, key, ...setting })),
);

export const BLOCK_TYPES = Object.keys(BLOCKS) as readonly BlockType[];
