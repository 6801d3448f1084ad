/**
 * Every setting of every block, once. The parser builds a rule from each pattern, the binder reads slots by these
 * names, and the reference, completion and did-you-mean list them, so that none of them can drift.
 *
 * A pattern is what follows the key:
 *   `word`            a fixed word (every such word is a contextual keyword, and free as a name elsewhere)
 *   `<slot:type>`     a slot; types: expr, dates, stretch, range, name, ticker, time, zone
 *   `[ … ]`           may be left out
 *   `<slot:a|b c>`    one of these words, kept in the slot
 *   `( … | … )`       one of these, told apart by their first words
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
      pattern:
        '[top <count:expr> by <score:expr> [, keep to <keep:expr> ,] of] <members:expr> [as of <when:each session>]',
      summary:
        'The stocks that may be held: a named universe, a list of tickers, `all` stocks of the data, or some of those with `or`, `and` and `and not`. Of them, `top` takes the highest by a value as it stood the session before; with `keep to`, one of them stays until it falls below that place, so that fewer come and go.',
      example: 'members top 500 by mean(dollar_volume, 60d), keep to 550, of sp500 as of each session',
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
    seeds: {
      pattern: '<count:expr>',
      summary:
        'How many models are trained, with seeds from `seed` on. The book trades the mean of their predictions, and the report shows how much seeds alone change.',
      example: 'seeds 5',
    },
  },
  split: {
    over: {
      pattern: '<window:dates>',
      summary: 'The days that folds are made of. Left out, they are the period of the universe.',
      example: 'over 2021-01-01 .. 2025-10-31',
    },
    folds: {
      pattern: '<count:expr>',
      summary: 'In `k_fold`: how many stretches of equal length there are; each is judged once.',
      example: 'folds 5',
    },
    groups: {
      pattern: '<count:expr>',
      summary: 'In `combinatorial`: how many stretches of equal length there are.',
      example: 'groups 8',
    },
    train: {
      pattern: '<window:stretch>',
      summary: 'Where the model learns; in `walk_forward` how long.',
      example: 'train 2020-01-01 .. 2023-12-31',
    },
    validate: {
      pattern: '<window:stretch>',
      summary:
        'Where training is stopped and the best epoch chosen; in `walk_forward` how long, in `k_fold` and `combinatorial` how many stretches.',
      example: 'validate 2024-01-01 .. 2025-03-31',
    },
    test: {
      pattern: '<window:stretch>',
      summary:
        'Where the book is run and judged; in `walk_forward` how long, in `combinatorial` how many stretches each fold judges.',
      example: 'test 2025-04-01 .. 2025-10-31',
    },
    step: {
      pattern: '<length:expr>',
      summary:
        'In `walk_forward`: how long after one test window the next begins, at most the length of a test. Left out, they follow one another.',
      example: 'step 6m',
    },
    window: {
      pattern: '<moves:rolling|expanding>',
      summary: 'In `walk_forward`: whether `train` moves on and keeps its length, or grows from the first day on.',
      example: 'window expanding',
    },
    start: {
      pattern: '<weights:fresh|warm>',
      summary: 'In `walk_forward`: whether a fold learns from scratch, or goes on from the weights of the fold before.',
      example: 'start warm',
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
        'How many sessions after a judged window are not learnt from. Derived from horizon, look-back and window; only more can be asked for. Where train, validate and test follow one another nothing is learnt after a judged window.',
      example: 'embargo 150d',
    },
  },
  portfolio: {
    share: {
      pattern: '<share:expr>',
      summary: 'The part of the book that is this portfolio, where there are several: the book is their sum.',
      example: 'share 40%',
    },
    long: {
      pattern:
        '(top <count:expr> | <all:all>) by <score:expr> [where <filter:expr>] [, keep to <keep:expr>] gross <gross:expr>',
      columns: [
        ['top', 2],
        ['by', 1],
        ['gross', 4],
      ],
      summary:
        'The stocks held long: the best by a score, so many of them or such a part, that pass the filter; and their total weight. ' +
        'With `keep to` those held stay until they are worse than that place.',
      example: 'long top k by prediction gross 65%',
    },
    short: {
      pattern:
        '(bottom <count:expr> | <all:all>) by <score:expr> [where <filter:expr>] [, keep to <keep:expr>] gross <gross:expr>',
      columns: [
        ['bottom', 2],
        ['by', 1],
        ['gross', 4],
      ],
      summary:
        'The stocks held short: the worst by a score, so many of them or such a part, that pass the filter; and their total ' +
        'weight. With `keep to` those held stay until they are better than that place from the end.',
      example: 'short bottom k by prediction where prediction < 0% gross 35%',
    },
    weight: {
      pattern: '<method:expr>',
      summary: 'How the gross of a side is divided among its names.',
      example: 'weight inverse_volatility(20d)',
    },
    neutral: {
      pattern: '<to:market|sector|beta> [over <window:expr>]',
      summary:
        'What both sides have alike, in all (`market`), in each sector, or by their betas: the heavier one shrinks to the other.',
      example: 'neutral beta over 60d',
    },
    'hold when': {
      pattern: '<condition:expr>',
      summary: 'Where this does not hold, the target is cash: a filter on the regime of the market.',
      example: 'hold when mean(benchmark_close, 50d) > mean(benchmark_close, 200d)',
    },
    smooth: {
      pattern: '<method:expr>',
      summary: 'How the book moves towards its target at each rebalance.',
      example: 'smooth ewma(0.15)',
    },
    rebalance: {
      pattern:
        '<schedule:every session|weekly|monthly> [on <day:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday>]',
      summary:
        'When the book is rebuilt: every session; at the first session on or after a day of each week, of Monday unless ' +
        'said; or at the first of each month.',
      example: 'rebalance weekly on Wednesday',
    },
    'rebalance when': {
      pattern: '<condition:expr>',
      summary: 'A scheduled rebalance takes place only if it would trade more than this.',
      example: 'rebalance when drift > 5%',
    },
  },
  execution: {
    'decide at': {
      pattern: '<instant:open|close> [, <delay:expr> later]',
      summary: 'The instant at which orders are decided, or how long after it: everything they rest on is known then.',
      example: 'decide at close',
    },
    'fill at': {
      pattern: '<instant:open|close|vwap|next open|next close|next vwap>',
      summary:
        'The instant whose price orders are filled at. `vwap` is over a session from its open to its close; its proxy is ' +
        'the typical price, (high + low + close) / 3.',
      example: 'fill at next open',
    },
    shares: {
      pattern: '<shares:fractional|whole>',
      summary:
        'Whether orders are in fractions of shares or in whole ones, at the price as traded: what is left over stays in cash.',
      example: 'shares whole',
    },
    participation: {
      pattern: '<most:expr> of <volume:expr>, rest <rest:carried|cancelled>',
      summary:
        'The most of a volume that one fill may take; the rest of an order is carried to the next fill, or cancelled.',
      example: 'participation 10% of lag(mean(dollar_volume, 20d), 1d), rest carried',
    },
  },
  costs: {
    spread: {
      pattern: '<rate:expr>',
      summary: 'Half-spread paid on what is traded; may depend on the stock.',
      example: 'spread 5 bps',
    },
    commission: {
      pattern: '<rate:expr> [, minimum <minimum:expr>]',
      summary: 'Commission on what is traded, or for each share, and the least that an order pays.',
      example: 'commission 0.005 USD per share, minimum 1 USD',
    },
    impact: {
      pattern: '<rate:expr>',
      summary: 'Market impact on what is traded; may depend on `turnover`, or by stock on `traded` and on volumes.',
      example: 'impact 10 bps * sqrt(traded / lag(mean(dollar_volume, 20d), 1d))',
    },
    borrow: {
      pattern: '<rate:expr>',
      summary: 'What borrowed shares cost while they are held short; may depend on the stock.',
      example: 'borrow 50 bps per year',
    },
    financing: {
      pattern: '<rate:expr>',
      summary: 'What is paid on longs that are held beyond equity, with borrowed money.',
      example: 'financing 5% per year',
    },
    cash: {
      pattern: '<rate:expr>',
      summary: 'What equity earns that is not in longs.',
      example: 'cash 2% per year',
    },
  },
  risk: {
    'target volatility': {
      pattern: '<target:expr> over <window:expr>, scale <scale:range>',
      summary: 'Scales the book so that its recent volatility meets a target, within bounds.',
      example: 'target volatility 8% per year over 20d, scale 0.5 .. 2',
    },
    'stop when': {
      pattern: '<condition:expr> then <action:flatten> [, resume after <resume:expr> [when <again:expr>]]',
      repeatable: true,
      columns: [['then', 2]],
      summary:
        'Goes to cash when a figure of the book passes a limit, until resumed by hand, or after some sessions once a ' +
        'condition holds.',
      example: 'stop when drawdown > 8% then flatten, resume after 21d',
    },
    'stop position': {
      pattern: 'when <condition:expr> then <action:exit> [, resume after <resume:expr> [when <again:expr>]]',
      repeatable: true,
      columns: [['then', 2]],
      summary:
        'Closes a position when a figure of it passes a limit: stop-loss, trailing stop, take-profit, time stop. The name ' +
        'may be held again once the book has let go of it, or after some sessions.',
      example: 'stop position when position_return < -8% then exit, resume after 5d',
    },
    'limit weight': {
      pattern: '<limit:expr>',
      summary: 'The most one name may weigh, long or short.',
      example: 'limit weight 20%',
    },
    'limit volume': {
      pattern: '<limit:expr> of <volume:expr>',
      summary: "The most a position's USD may be of a volume; a name whose volume is missing is not held.",
      example: 'limit volume 5% of mean(dollar_volume, 20d)',
    },
    'limit correlation': {
      pattern: '<limit:expr> over <window:expr>',
      summary:
        'The most any two positions may move together, sides taken into account: going from the largest to the ' +
        'smallest, a name that does with one already kept is not held.',
      example: 'limit correlation 0.7 over 60d',
    },
    'limit names': {
      pattern: '<limit:expr>',
      summary:
        'The most names that are asked for: of the book after smoothing and scale, the largest positions are kept. A name ' +
        'that cannot be sold stays beyond it.',
      example: 'limit names 60',
    },
    'limit sector': {
      pattern: '<limit:expr>',
      summary: "The most a sector's weights may add up to, long and short together.",
      example: 'limit sector 30%',
    },
    'limit beta': {
      pattern: '<limit:expr> over <window:expr>',
      summary:
        'The most the book may move with the market, up or down: |Σ w·β| against `market_return`. Positions that move it ' +
        'too far shrink by one factor.',
      example: 'limit beta 0.1 over 60d',
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
        'the order of this list; none of them undoes the one before.',
      example: 'limit gross 150%',
    },
    'limit value_at_risk': {
      pattern: '<limit:expr> at <level:expr> over <window:expr> [by <method:historical|gaussian|garch>]',
      summary:
        'The most one session may lose with so much confidence, of the book held over the last sessions; all weights ' +
        'shrink by one factor.',
      example: 'limit value_at_risk 2% at 95% over 250d',
    },
    'limit expected_shortfall': {
      pattern: '<limit:expr> at <level:expr> over <window:expr> [by <method:historical|gaussian|garch>]',
      summary: 'The most one session may lose on average in the sessions that are worse than that.',
      example: 'limit expected_shortfall 3% at 97.5% over 500d by garch',
    },
    'limit turnover': {
      pattern: '<limit:expr>',
      summary:
        'The most that the orders of one rebalance may add up to, those of stops not counted; all others shrink by one ' +
        'factor.',
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
