/** Bars and corporate actions: which files, what their columns are called, what their prices are adjusted for. */
import * as z from 'zod';
import { column, optionalColumn, path } from './parts.ts';

const barColumns = z
  .strictObject({
    ticker: column.nullable().default('ticker').describe('Null: one ticker per file, named by the file (`AAPL.csv`).'),
    date: column.default('date'),
    open: column.default('open'),
    high: column.default('high'),
    low: column.default('low'),
    close: column.default('close'),
    volume: column.default('volume'),
    adjusted_close: optionalColumn.describe(
      'Close adjusted for splits and dividends. Open, high and low are scaled by it.',
    ),
    raw_close: optionalColumn.describe('Close and volume as traded.'),
    raw_volume: optionalColumn,
    split_factor: optionalColumn.describe(
      'On the day a split takes effect: new shares per old share; 0, 1 or empty on other days.',
    ),
    dividend: optionalColumn.describe(
      'On the ex-dividend day: paid per share, on the same footing as `close`; 0 or empty on other days.',
    ),
    identity: optionalColumn.describe(
      "The vendor's permanent id of the stock, such as a PERMNO: tells reused and changed tickers apart.",
    ),
  })
  .describe("Names of the bars' columns. A price or volume the file does not have is null.");

const vintages = z
  .strictObject({
    known_at: column.describe('When a row was known: a date, or a timestamp (in UTC when it has a zone).'),
    within_days: z
      .int()
      .min(0)
      .max(3650)
      .default(0)
      .describe('A bar first told more than so many days after its own day is missing: nobody could decide on it.'),
    as_known_on: z.iso
      .date('a day such as 2016-12-31')
      .nullable()
      .default(null)
      .describe('Null: as first told. A day: as told last by then, which decisions before it could not know.'),
  })
  .describe('Days that are told again later, with other values: which telling counts.');

/** What bars are, wherever they come from. */
export const barMeaning = {
  columns: barColumns.prefault({}),
  close_adjusted_for: z
    .enum(['nothing', 'splits', 'splits_and_dividends'])
    .describe(
      'What the columns open, high, low and close are adjusted for. Volume is taken to be adjusted for splits likewise.',
    ),
  vintages: vintages.nullable().default(null),
};

export const bars = z.strictObject({
  path: path.describe("A file, a folder (all its files of the source's kind, subfolders included), or a glob."),
  wide: z
    .string()
    .regex(
      /^[^{}]*(\{ticker\}([^{}]+\{field\})?|\{field\}[^{}]+\{ticker\})[^{}]*$/,
      'written like `{ticker}_{field}` or `{ticker}`',
    )
    .nullable()
    .default(null)
    .describe(
      'Null: a row per ticker and day. Else a column per ticker, and how it is named: `{ticker}_{field}`, where `columns` names the fields; or `{ticker}`, where each field has a file of its own and `path` says which: `dump/{field}.csv`.',
    ),
  ...barMeaning,
});

export const corporateActions = z.strictObject({
  path,
  columns: z
    .strictObject({
      ticker: column.default('ticker'),
      date: column.default('date'),
      split: column
        .nullable()
        .default('split')
        .describe('New shares per old share; 0, 1 or empty when the row is no split. Null: the file has none.'),
      dividend: column
        .nullable()
        .default('dividend')
        .describe('Per share, on the same footing as `close`. Null: the file has none.'),
    })
    .prefault({}),
});
