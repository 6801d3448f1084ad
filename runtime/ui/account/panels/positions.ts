import type { Position } from '../../../paper/status/positions.ts';
import type { AccountStatus } from '../../../paper/status/status.ts';
import { decimal, percent } from '../../format.ts';
import { toneOf } from '../segments.ts';
import type { TableSpec } from '../table.ts';
import { dollars } from '../words.ts';

/** What is held after the last session, largest first. */
export const POSITIONS: TableSpec<AccountStatus, Position> = {
  title: 'Positions',
  columns: [
    { title: 'ticker', text: ({ ticker }) => ticker, value: ({ ticker }) => ticker, isText: true, rank: 0 },
    {
      title: 'weight',
      text: ({ weight }) => percent(weight),
      value: ({ weight }) => weight,
      tone: ({ weight }) => toneOf(weight),
      rank: 0,
    },
    { title: 'wanted', text: ({ wanted }) => percent(wanted), value: ({ wanted }) => wanted, rank: 4 },
    { title: 'USD', text: ({ value }) => dollars(value), value: ({ value }) => value, rank: 1 },
    { title: 'units', text: ({ quantity }) => decimal(quantity), value: ({ quantity }) => quantity, rank: 3 },
    { title: 'adj. price', text: ({ price }) => decimal(price), value: ({ price }) => price, rank: 2 },
    {
      title: 'prediction',
      text: ({ prediction }) => decimal(prediction, 4),
      value: ({ prediction }) => prediction,
      rank: 5,
    },
  ],
  rows: ({ positions }) => positions,
  ticker: ({ ticker }) => ticker,
  empty: 'nothing is held',
};
