/** What bars of real stocks need around them: members, the benchmark, sectors, delistings, companies by their tickers. */
import * as z from 'zod';
import { arrives, series } from './arrivals.ts';
import { column, optionalColumn, path } from './parts.ts';
import { qualitySchema } from './quality.ts';

const membership = z
  .strictObject({
    path,
    columns: z
      .strictObject({
        ticker: column.default('ticker'),
        start: column
          .nullable()
          .default('start')
          .describe('Null: a list of those who have always belonged, which nobody could have had.'),
        end: column.nullable().default('end').describe('Empty: still a member. Null: all of them are.'),
      })
      .prefault({}),
    end_means: z
      .enum(['first_day_out', 'last_day_in'])
      .default('first_day_out')
      .describe('Whether the end date is the last day in the index (`last_day_in`) or the first day out of it.'),
  })
  .describe('Who belonged to an index and when: one row per stay.');

const benchmark = z.strictObject({
  path,
  columns: z
    .strictObject({
      ticker: column
        .nullable()
        .default('ticker')
        .describe('Null: the file is the benchmark, whatever the strategy calls it.'),
      date: column.default('date'),
      close: column
        .default('close')
        .describe('Adjusted for splits and dividends, when the benchmark is to earn its dividends.'),
    })
    .prefault({}),
});

const sectors = z
  .strictObject({
    path,
    columns: z
      .strictObject({
        ticker: column.default('ticker'),
        sector: column.default('sector'),
        from: optionalColumn.describe(
          'Both null: one classification for all time, which looks ahead where it was made after the period.',
        ),
        to: optionalColumn,
      })
      .prefault({}),
  })
  .describe(
    'A row per stock; or per stay in a sector, with the first and the last day (empty: since ever, and still).',
  );

const delistings = z.strictObject({
  path,
  columns: z
    .strictObject({
      ticker: column.default('ticker'),
      date: column.default('date'),
      return: column.nullable().default('return').describe('Simple return on the last price. Null: not known, 0.'),
    })
    .prefault({}),
});

const identity = z
  .strictObject({
    path,
    columns: z
      .strictObject({
        ticker: column.default('ticker'),
        from: column.default('from').describe('First and last day; empty: since ever, and still.'),
        to: column.default('to'),
        id: column.default('id').describe('Whatever stays with the company when its ticker does not.'),
      })
      .prefault({}),
    bars_by: z
      .enum(['ticker_of_the_day', 'last_ticker'])
      .default('ticker_of_the_day')
      .describe(
        'What bars and corporate actions are called by: the ticker of their day, or the last one (as at most free vendors).',
      ),
  })
  .describe(
    'Which company bore a ticker and when: one row per stay. Stocks are then companies, called by their first ticker.',
  );

/** What bars of real stocks need around them, wherever they lie. */
export const around = {
  date_format: z
    .string()
    .regex(/%[-a-zA-Z]/, 'written in letters of strptime, such as `%d.%m.%Y`')
    .nullable()
    .default(null)
    .describe(
      'How days are written that are neither ISO nor 20240131, in letters of strptime: `%d.%m.%Y`. Of all files.',
    ),
  identity: identity.nullable().default(null),
  membership: z
    .record(z.string().min(1), membership)
    .default({})
    .describe('By the name strategies use: `constituents("SP500")` reads the entry `SP500`.'),
  benchmark: benchmark.nullable().default(null).describe('Null: the benchmark is looked for among the bars.'),
  sectors: sectors.nullable().default(null),
  series,
  delistings: delistings.nullable().default(null),
  missing_tail: z
    .enum(['delist_at_zero_return', 'carry'])
    .default('delist_at_zero_return')
    .describe('What a stock is whose bars end before the data do: delisted at its last price, or carried at it.'),
  quality: qualitySchema.describe('What to do about bars that look wrong, rule by rule.'),
  arrives: arrives.prefault({}),
};
