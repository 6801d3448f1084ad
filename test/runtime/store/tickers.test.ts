/** Whom a pull asks for, by what the config says. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseConfig } from '../../../configs/load.ts';
import { wantedTickers } from '../../../runtime/store/tickers.ts';
import { type Fixtures, fixtures } from '../../support/tables.ts';

let files: Fixtures;
beforeEach(() => {
  files = fixtures();
  files.text('wanted.csv', 'symbol\nMSFT\nAAPL\n\nMSFT\nTRUE\n');
  files.text('stays.csv', 'ticker,start,end\nGONE,1999-01-01,2003-01-01\nAAPL,2001-01-01,\nAAPL,2020-01-01,\n');
});
afterEach(() => files.remove());

async function wanted(tickers: string): Promise<string[] | null> {
  const parsed = parseConfig(
    `data:\n  source: store\n  path: market\n  feed: { from: ./own.ts${tickers} }\n  membership: { SP500: { path: stays.csv } }\n`,
    'x.yaml',
  );
  if ('problems' in parsed) throw new Error(parsed.problems.map(({ message }) => message).join('\n'));
  const { data } = parsed.config;
  if (data.source !== 'store') throw new Error('no store');
  return wantedTickers(data, files.folder);
}

test.each([
  ['', null],
  [', tickers: [MSFT, AAPL, MSFT]', ['AAPL', 'MSFT']],
  [', tickers: { file: wanted.csv, column: symbol, also: [SPY] }', ['AAPL', 'MSFT', 'SPY', 'TRUE']],
  // Whoever was ever a member, gone or not.
  [', tickers: { membership: SP500, also: [SPY] }', ['AAPL', 'GONE', 'SPY']],
])('{ from%s }', async (tickers, expected) => {
  expect(await wanted(tickers)).toEqual(expected);
});

test('a membership that is not configured, a column that is not there', async () => {
  await expect(wanted(', tickers: { membership: RUT }')).rejects.toMatchObject({ code: 'no-such-index' });
  await expect(wanted(', tickers: { file: wanted.csv }')).rejects.toMatchObject({ code: 'no-such-column' });
});
