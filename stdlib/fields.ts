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
  },
  {
    ...market,
    name: 'high',
    unit: PRICE,
    summary: 'Highest price of the session, adjusted for splits and dividends.',
  },
  { ...market, name: 'low', unit: PRICE, summary: 'Lowest price of the session, adjusted for splits and dividends.' },
  { ...market, name: 'close', unit: PRICE, summary: 'Last price of the session, adjusted for splits and dividends.' },
  { ...market, name: 'volume', unit: SHARES, summary: 'Shares traded in the session, adjusted for splits.' },
  { ...market, name: 'raw_close', unit: PRICE, summary: 'Last price of the session as traded, not adjusted.' },
  { ...market, name: 'dollar_volume', unit: USD, summary: 'Value traded in the session: raw close × raw volume.' },
  {
    name: 'benchmark_close',
    kind: 'series',
    unit: PRICE,
    availability: AT_THE_CLOSE,
    scope: 'market',
    summary: "The benchmark's last price of the session, adjusted for splits and dividends.",
  },
  {
    ...market,
    name: 'sector',
    kind: 'groups',
    unit: RATIO,
    // A classification is announced before the day from which it holds.
    availability: AT_THE_OPEN,
    summary: 'The sector of each stock, as `data.sectors` in the config has it: for `by`.',
  },
  {
    name: 'prediction',
    kind: 'panel',
    unit: RATIO,
    // Made when orders are decided, of features that are known then.
    availability: 'decision',
    scope: 'score',
    summary: "What the model expects of the label, in the label's unit.",
  },
  {
    ...book,
    name: 'drift',
    scope: 'rebalance',
    availability: 'decision',
    summary:
      'What a rebalance would trade, as a fraction of equity: Σ |w_wanted − w_held|, the weights held being those at the last prices known.',
  },
  { ...book, name: 'day_return', summary: "The book's latest net return." },
  { ...book, name: 'drawdown', summary: 'How far equity is below its peak, as a positive fraction: 1 − E / peak.' },
  {
    ...position,
    name: 'position_return',
    summary:
      "What a position has made since it was entered, on the average price it was entered at: a short's gains are positive.",
  },
  {
    ...position,
    name: 'position_drawdown',
    summary: 'How far a position is below its best price since it was entered, as a positive fraction.',
  },
  {
    ...position,
    name: 'position_age',
    unit: SESSIONS,
    summary: 'How many sessions a position has been held.',
  },
  {
    name: 'turnover',
    kind: 'scalar',
    unit: RATIO,
    availability: 'fill',
    scope: 'cost',
    summary: 'What a rebalance trades, as a fraction of equity: Σ |w_new − w_drifted|.',
  },
  {
    name: 'traded',
    kind: 'panel',
    unit: USD,
    availability: 'fill',
    scope: 'cost',
    summary: 'What the order of a stock trades, in USD: |w_new − w_drifted| × equity.',
  },
];
