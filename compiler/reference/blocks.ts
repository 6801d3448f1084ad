/** What each block of a strategy is for, and how a whole one reads. */
import type { BlockType } from '../../grammar/tree.ts';

export interface BlockText {
  readonly summary: string;
  /** As it stands in a strategy. */
  readonly example: string;
}

export const BLOCKS: Readonly<Record<BlockType, BlockText>> = {
  universe: {
    summary: 'Which stocks may be held on which day, over which days, and whom the book is compared with.',
    example: `universe {
  members    sp500 as of each session
  benchmark  SPY
  calendar   XNYS
  period     2020-01-01 .. 2025-10-31
  require    raw_close >= 5 USD
}`,
  },
  features: {
    summary: 'What the model sees of a stock on a day: every definition of the block is one feature.',
    example: `features {
  include core14
  gap = open / lag(close, 1d) - 1

  normalize zscore(clip: 5) fitted on train
}`,
  },
  model: {
    summary: 'What learns the label from the features, and how it is trained. `lstm` is the only type there is.',
    example: `model lstm {
  window     90d
  layers     2
  hidden     128
  dropout    20%
  loss       0.7 * spearman_loss(temperature: 0.05) + 0.3 * huber(delta: 0.05)
  optimizer  adamw(learning_rate: 0.001, weight_decay: 0.00001)
  epochs     50, stop after 8 without better rank_ic
  batch      8 sessions
  seed       7
}`,
  },
  split: {
    summary:
      'Which days the model learns from, which choose when to stop, and which it is judged on: windows of dates; `split walk_forward`, `split k_fold` or `split combinatorial` make many of them.',
    example: `split walk_forward {
  over      2020-01-01 .. 2025-10-31
  train     2y
  validate  6m
  test      6m
}`,
  },
  portfolio: {
    summary: 'What is held and how much of it. A strategy may have several, each with a name and its `share`.',
    example: `portfolio {
  long       top 38 by prediction     gross 65%
  short      bottom 38 by prediction  gross 35%
  smooth     ewma(0.15)
  rebalance  every session
}`,
  },
  execution: {
    summary: 'When orders are decided, when they are filled, and at which price.',
    example: `execution {
  decide at close
  fill at next open
}`,
  },
  costs: {
    summary: 'What trading and holding cost. Each is a rate, or an expression of what is traded.',
    example: `costs {
  spread      5 bps
  commission  1 bps
  impact      20 bps * turnover
  borrow      50 bps per year
}`,
  },
  risk: {
    summary: 'Limits of the book, and what ends it: bounds on weights and groups, a target volatility, stops.',
    example: `risk {
  target volatility 10% per year over 20d, scale 0.5 .. 1
  limit weight 5%
  stop when drawdown > 15% then flatten, resume after 20d
}`,
  },
  paper: {
    summary: 'How much the paper account begins with, and when its sessions are booked.',
    example: `paper {
  capital 1_000_000 USD
}`,
  },
};
