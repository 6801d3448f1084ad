import type { Axes } from '../market.ts';
import type { Column } from '../parquet/writing.ts';
import type { Holdings } from '../results.ts';

/** Figures of a holding, and the columns of `holdings.parquet` that keep them. */
export const HOLDING_COLUMNS = [
  ['gross', 'gross'],
  ['cost', 'cost'],
  ['spread', 'spread'],
  ['commission', 'commission'],
  ['impact', 'impact'],
  ['borrow', 'borrow'],
  ['financing', 'financing'],
  ['interest', 'interest'],
  ['net', 'net'],
  ['longGross', 'long_gross'],
  ['shortGross', 'short_gross'],
  ['longNet', 'long_net'],
  ['shortNet', 'short_net'],
  ['turnover', 'turnover'],
  ['turnoverLong', 'turnover_long'],
  ['turnoverShort', 'turnover_short'],
  ['equity', 'equity'],
] as const;

export function holdingColumns(holdings: Holdings, axes: Axes): Column[] {
  const days = (sessions: Int32Array) => sessions.map((session) => axes.sessions[session]!);
  return [
    { name: 'from', type: 'date', values: days(holdings.from) },
    { name: 'to', type: 'date', values: days(holdings.to) },
    ...HOLDING_COLUMNS.map(([name, column]): Column => ({ name: column, type: 'double', values: holdings[name] })),
  ];
}
