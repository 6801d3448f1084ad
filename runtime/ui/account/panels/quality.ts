import type { FindingRow } from '../../../paper/status/quality.ts';
import type { AccountStatus } from '../../../paper/status/status.ts';
import type { TableSpec } from '../table.ts';

/** What the rules of quality found in bars of the last sessions. */
export const QUALITY: TableSpec<AccountStatus, FindingRow> = {
  title: 'Data quality',
  columns: [
    { title: 'day', text: ({ day }) => day, value: ({ day }) => day, isText: true, rank: 0 },
    { title: 'ticker', text: ({ ticker }) => ticker, value: ({ ticker }) => ticker, isText: true, rank: 0 },
    {
      title: 'rule',
      text: ({ rule }) => rule,
      value: ({ rule }) => rule,
      tone: () => 'warn',
      isText: true,
      rank: 0,
    },
    { title: 'found', text: ({ detail }) => detail, value: ({ detail }) => detail, isText: true, grows: true, rank: 1 },
  ],
  rows: ({ findings }) => findings,
  ticker: ({ ticker }) => ticker,
  empty: 'nothing was found in the last sessions',
};
