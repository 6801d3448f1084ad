/** Values that are there without being defined. Units and availability are what the compiler's proofs start from. */
import { AT_THE_CLOSE, AT_THE_OPEN } from './define.ts';
import type { Field } from './types.ts';
import { PRICE, RATIO, SHARES, USD } from './units.ts';

const market = { kind: 'panel', scope: 'market', availability: AT_THE_CLOSE } as const;
const book = { kind: 'scalar', scope: 'book', unit: RATIO, availability: 'last fill' } as const;

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
    name: 'prediction',
    kind: 'panel',
    unit: RATIO,
    // Made when orders are decided, of features that are known then.
    availability: 'decision',
    scope: 'score',
    summary: "What the model expects of the label, in the label's unit.",
  },
  { ...book, name: 'day_return', summary: "The book's latest net return." },
  { ...book, name: 'drawdown', summary: 'How far equity is below its peak, as a positive fraction: 1 − E / peak.' },
  {
    name: 'turnover',
    kind: 'scalar',
    unit: RATIO,
    availability: 'fill',
    scope: 'cost',
    summary: 'What a rebalance trades, as a fraction of equity: Σ |w_new − w_drifted|.',
  },
];
