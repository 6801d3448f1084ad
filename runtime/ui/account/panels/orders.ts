import type { OrderRow } from '../../../paper/status/orders.ts';
import type { AccountStatus } from '../../../paper/status/status.ts';
import { decimal, percent } from '../../format.ts';
import { toneOf } from '../segments.ts';
import type { TableSpec } from '../table.ts';
import { dollars } from '../words.ts';

/** Those that wait, then those of the last sessions. */
export const ORDERS: TableSpec<AccountStatus, OrderRow> = {
  title: 'Orders',
  columns: [
    { title: 'ticker', text: ({ ticker }) => ticker, value: ({ ticker }) => ticker, isText: true, rank: 0 },
    {
      title: 'state',
      text: ({ state }) => state,
      value: ({ state }) => state,
      tone: ({ state }) => (state === 'waiting' ? 'accent' : state === 'no price' ? 'warn' : undefined),
      isText: true,
      rank: 0,
    },
    { title: 'wanted', text: ({ wanted }) => percent(wanted), value: ({ wanted }) => wanted, rank: 1 },
    { title: 'decided', text: ({ decided }) => decided, value: ({ decided }) => decided, isText: true, rank: 2 },
    { title: 'filled', text: ({ filled }) => filled ?? '–', value: ({ filled }) => filled, isText: true, rank: 6 },
    {
      title: 'USD',
      text: ({ value }) => (value === null ? '–' : dollars(value)),
      value: ({ value }) => value,
      tone: ({ value }) => toneOf(value),
      rank: 3,
    },
    { title: 'units', text: ({ quantity }) => decimal(quantity), value: ({ quantity }) => quantity, rank: 5 },
    { title: 'adj. price', text: ({ price }) => decimal(price), value: ({ price }) => price, rank: 4 },
  ],
  rows: ({ orders }) => orders,
  ticker: ({ ticker }) => ticker,
  empty: 'no order was decided in the last sessions',
};
