/** Values that are there without being defined. Units and availability are what the compiler's proofs start from. */
import { AT_THE_CLOSE, AT_THE_OPEN } from './define.ts';
import type { Field } from './types.ts';
import { PRICE, RATIO, SESSIONS, SHARES, USD } from './units.ts';

const market = { kind: 'panel', scope: 'market', availability: AT_THE_CLOSE } as const;
const book = { kind: 'scalar', scope: 'book', unit: RATIO, availability: 'last fill' } as const;

const position = { kind: 'panel', scope: 'position', unit: RATIO, availability: 'last fill' } as const;

export const FIELDS: readonly Field[] = [
  {
    ...market,
    name: 'open',
    unit: PRICE,
    availability: AT_THE_OPEN,
    summary: 'First price of the session, adjusted for splits and dividends.',
    example: 'gap = open / lag(close, 1d) - 1',
  },
  {
    ...market,
    name: 'high',
    unit: PRICE,
    summary: 'Highest price of the session, adjusted for splits and dividends.',
    example: 'range = (high - low) / close',
  },
  {
    ...market,
    name: 'low',
    unit: PRICE,
    summary: 'Lowest price of the session, adjusted for splits and dividends.',
    example: 'place = (close - low) / (high - low)',
  },
  {
    ...market,
    name: 'close',
    unit: PRICE,
    summary: 'Last price of the session, adjusted for splits and dividends.',
    example: 'trend = close / mean(close, 50d) - 1',
  },
  {
    ...market,
    name: 'volume',
    unit: SHARES,
    summary: 'Shares traded in the session, adjusted for splits.',
    example: 'activity = volume / mean(volume, 20d)',
  },
  {
    ...market,
    name: 'raw_close',
    unit: PRICE,
    summary: 'Last price of the session as traded, not adjusted.',
    example: 'require raw_close >= 5 USD',
  },
  {
    ...market,
    name: 'dollar_volume',
    unit: USD,
    summary: 'Value traded in the session: raw close × raw volume.',
    example: 'require mean(dollar_volume, 20d) >= 5M USD',
  },
  {
    name: 'benchmark_close',
    kind: 'series',
    unit: PRICE,
    availability: AT_THE_CLOSE,
    scope: 'market',
    summary: "The benchmark's last price of the session, adjusted for splits and dividends.",
    example: 'strength = returns(close, 20d) - returns(benchmark_close, 20d)',
  },
  {
    ...market,
    name: 'sector',
    kind: 'groups',
    unit: RATIO,
    // A classification is announced before the day from which it holds.
    availability: AT_THE_OPEN,
    summary: 'The sector of each stock, as `data.sectors` in the config has it: for `by`.',
    example: 'place = rank(returns(close, 60d), by: sector)',
  },
  {
    name: 'prediction',
    kind: 'panel',
    unit: RATIO,
    // Made when orders are decided, of features that are known then.
    availability: 'decision',
    scope: 'score',
    summary: "What the model expects of the label, in the label's unit.",
    example: 'long top 38 by prediction gross 50%',
  },
  {
    ...book,
    name: 'drift',
    scope: 'rebalance',
    availability: 'decision',
    summary:
      'What a rebalance would trade, as a fraction of equity: Σ |w_wanted − w_held|, the weights held being those at the last prices known.',
    example: 'rebalance when drift > 5%',
  },
  {
    ...book,
    name: 'day_return',
    summary: "The book's latest net return.",
    example: 'stop when day_return < -5% then flatten',
  },
  {
    ...book,
    name: 'drawdown',
    summary: 'How far equity is below its peak, as a positive fraction: 1 − E / peak.',
    example: 'stop when drawdown > 15% then flatten',
  },
  {
    ...position,
    name: 'position_return',
    summary:
      "What a position has made since it was entered, on the average price it was entered at: a short's gains are positive.",
    example: 'stop position when position_return < -8% then exit',
  },
  {
    ...position,
    name: 'position_drawdown',
    summary: 'How far a position is below its best price since it was entered, as a positive fraction.',
    example: 'stop position when position_drawdown > 10% then exit',
  },
  {
    ...position,
    name: 'position_age',
    unit: SESSIONS,
    summary: 'How many sessions a position has been held.',
    example: 'stop position when position_age > 20d then exit',
  },
  {
    name: 'turnover',
    kind: 'scalar',
    unit: RATIO,
    availability: 'fill',
    scope: 'cost',
    summary: 'What a rebalance trades, as a fraction of equity: Σ |w_new − w_drifted|.',
    example: 'impact 20 bps * turnover',
  },
  {
    name: 'traded',
    kind: 'panel',
    unit: USD,
    availability: 'fill',
    scope: 'cost',
    summary: 'What the order of a stock trades, in USD: |w_new − w_drifted| × equity.',
    example: 'impact 1 bps * traded / lag(dollar_volume, 1d)',
  },
];
