/** Problems with market data: files, their columns, their rows, and who is in them. */
import type { Problem } from './problem.ts';

export const DATA = {
  'no-such-file': {
    means: 'The config names a file or folder that does not exist. Data paths start at the folder of the config file.',
    remedies: ['correct the path in the config', 'fetch the data to where the config says'],
  },
  'no-files': {
    means: 'The config names a folder or a pattern that holds no file of the kind that `data.source` reads.',
    remedies: ['point the path at the files', 'set `data.source` to the kind of files that are there'],
  },
  'wrong-format': {
    means: 'The file is of another kind than `data.source` says, such as a Parquet file under `source: csv`.',
    remedies: ['make `data.source` and the files agree'],
  },
  'mixed-formats': {
    means: 'One table is spread over CSV and Parquet files; they would be read by different rules.',
    remedies: ['keep the files of one table in one format, or narrow the path to one of them'],
  },
  'unreadable-file': {
    means: 'A data file is damaged or cut short: what it holds cannot be trusted, so nothing of it is used.',
    remedies: ['fetch the file again', 'correct or delete the line that the message names'],
  },
  'bad-query': {
    means:
      'DuckDB refuses `data.query`, or what it needs: an extension, a setting or an attached database. Its own words are ' +
      'in the message.',
    remedies: [
      'correct the query; try it in the `duckdb` shell, from the folder of the config file',
      'name what it has to fetch under `data.extensions`, such as `httpfs` for `s3://`',
    ],
  },
  'no-such-column': {
    means: 'The config maps a column that the file does not have.',
    remedies: ['correct the name under `columns` in the config', 'set it to null when the file has no such column'],
  },
  'column-named-twice': {
    means: 'Two columns of a file have the same name, or differ in capitals only, so it is open which one is meant.',
    remedies: ['rename one of them in the file'],
  },
  'wrong-type': {
    means: 'A column that must hold numbers holds something else. Empty cells and NA are read as missing.',
    remedies: ['correct the values that the message shows', 'map another column in the config'],
  },
  'bad-date': {
    means: 'A date cannot be read. Dates are DATE, timestamps, ISO text such as 2024-01-31, or 20240131.',
    remedies: [
      'say how they are written: `date_format` under `data`, such as `%d.%m.%Y`',
      'correct the dates in the file, or map another column in the config',
    ],
  },
  'no-ticker': {
    means: 'A row does not say which stock it is of.',
    remedies: ['fill in the ticker', 'for one file per stock set `ticker: null` under `data.bars.columns`'],
  },
  'no-rows': { means: 'A data file has a header and nothing else.', remedies: ['fetch the data again'] },
  'no-bars': {
    means: 'None of the stocks that the universe asks for has a bar in the data.',
    remedies: ['compare the tickers of the membership with those of the bars', 'check the mapped ticker column'],
  },
  'bad-bars': {
    means:
      'A rule of `data.quality` whose severity is `fail` has found something: by default a price that is zero or ' +
      'negative, a negative volume, or a high below the low. A single such bar can make a feature or a return nonsense, ' +
      'so the run stops.',
    remedies: [
      'correct the file; `strat data quality --config FILE` lists all that the rules find',
      'say `quality: mask` under `data`: bars that cannot be right then count as missing, and are counted',
      'set the rule alone: `quality: { rules: { high_below_low: { severity: warn, remedy: mask } } }`',
    ],
  },
  'duplicate-bars': {
    means: 'A stock has two bars for one day. Which one is right cannot be known here.',
    remedies: [
      'keep one row for each stock and day',
      'check whether two files overlap',
      'say `quality: mask` under `data`: neither bar is then used, and they are counted',
    ],
  },
  'bad-corporate-action': {
    means: 'A split or dividend has a value that cannot be right: negative, or no number.',
    remedies: ['a split is new shares per old share, a dividend is paid per share: correct the row'],
  },
  'bad-delisting': {
    means: 'A delisting has no date, or a return that cannot be right. A return is simple; −1 is the least.',
    remedies: ['correct the row; leave the return empty where it is not known'],
  },
  'bad-membership': {
    means: 'A stock leaves the index before it joins.',
    remedies: ['correct the row', 'check that the config maps start and end the right way round'],
  },
  'bad-identity': {
    means:
      'What tells companies apart cannot be right: a ticker is borne by two at once, a stay ends before it begins, or a row ' +
      'does not say whose it is. Where a ticker is reused, a slip would join two companies in one series.',
    remedies: [
      'a stay runs from its first to its last day, both included; leave the end empty where it still lasts',
      'share classes that trade at once need a ticker each',
    ],
  },
  'no-adjustment': {
    means:
      'Prices are adjusted for nothing and nothing says when shares were split, so that a 4-for-1 split would look ' +
      'like a fall of 75% in every feature, label and return.',
    remedies: [
      'name `adjusted_close` or `split_factor` under `data.bars.columns`, or a file under `data.corporate_actions`',
      'if the prices are adjusted after all, say so: `close_adjusted_for: splits`',
    ],
  },
  'no-benchmark': {
    means: 'The strategy names a benchmark that the data does not have, or not in its period.',
    remedies: ['add its bars, or name a file under `data.benchmark`', 'correct `benchmark` in the strategy'],
  },
  'no-sectors': {
    means: 'The strategy reads the sectors of stocks, in an expression or a limit, and the config has no file of them.',
    remedies: ['name one under `data.sectors`, with the days from which each row holds where you have them'],
  },
  'no-such-sector': {
    means: 'The strategy names a sector that the classification of the data does not have.',
    remedies: ['write it as the file under `data.sectors` does, capitals included'],
  },
  'bad-sectors': {
    means: 'A stay in a sector ends before it begins.',
    remedies: ['correct the row', 'check that the config maps `from` and `to` the right way round'],
  },
  'no-such-series': {
    means: 'The strategy reads a series from outside the market that the config does not describe.',
    remedies: [
      'add it under `data.series`, with its path and when it is published',
      'correct the name in `external("…")`',
    ],
  },
  'bad-series': {
    means:
      'It is open when a value of an external series was known: a day is told twice, or a value is published before its ' +
      'day, or on no day. A backtest on such values can look ahead.',
    remedies: [
      'correct the row',
      'check that the config maps `date` and `published` the right way round',
      'where values are revised, name the column that says when each was published: `columns: { published: … }`',
    ],
  },
  'no-such-index': {
    means: 'The strategy asks for the members of an index that the config has no membership for.',
    remedies: ['add it under `data.membership`', 'correct the name in `constituents("…")`'],
  },
  'no-such-ticker': {
    means: 'The strategy lists a stock that this market does not have.',
    remedies: ['correct the ticker', 'choose data that has it'],
  },
  'no-members': {
    means: 'The membership file has nobody in the period of the strategy.',
    remedies: ['check the dates of the file and the `period` of the universe'],
  },
  'period-outside-data': {
    means: 'There is not one bar in the `period` of the universe.',
    remedies: ['move the period, or fetch data that covers it'],
  },
  'no-sessions': {
    means: 'No day in the period is a session of the calendar that the universe names.',
    remedies: ['choose the calendar that fits the data', 'choose a longer period'],
  },
  'unknown-calendar': { means: 'The universe names a calendar that is not known here.', remedies: ['use XNYS'] },
  'outside-calendar': {
    means: 'The period reaches beyond the years for which the calendar knows its holidays.',
    remedies: ['shorten the `period` of the universe'],
  },
  'universe-empty': {
    means: 'On no session is there a stock that is a member and meets every `require`.',
    remedies: [
      'compare tickers and dates of the membership with those of the bars',
      'check the unit of the columns that `require` reads, such as volume in shares and not in lots',
    ],
  },
  'no-cross-section': {
    means:
      'A window of the split has no session on which a stock can be scored: it needs membership, every `require`, and ' +
      'every feature over the whole window of the model.',
    remedies: ['begin the window later, so that features have their history', 'use data that covers the window'],
  },
  'data-changed': {
    means: 'The data changed while the run was reading them, so its record could not say what was used.',
    remedies: ['run again when whatever writes the files is done'],
    temporary: true,
  },
} satisfies Record<string, Problem>;
