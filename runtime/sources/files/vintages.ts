/**
 * Rows that are told again later. A decision can only have used the first telling: that one counts, and what a vendor
 * corrects afterwards changes no bit of it. The other choice, all as it was known on one day, is for comparing with what
 * somebody saw that day.
 */
import type { FilesConfig } from '../../../configs/schema.ts';
import { fromIsoDay, toIsoDay } from '../../market.ts';
import { UserError } from '../../ports.ts';
import { counted, nearest } from '../wording.ts';
import { type Duck, identifier } from './duck.ts';
import { dateSql, fileOf, reading, type Table } from './table.ts';

type Vintages = NonNullable<FilesConfig['bars']['vintages']>;

/** The instant a row was known, as TIMESTAMP; NULL where it cannot be read. */
export function knownAtSql(table: Table, { known_at }: Vintages): string {
  const columns = [...table.columns.keys()];
  const name = columns.find((column) => column.toLowerCase() === known_at.toLowerCase());
  if (name === undefined) {
    const near = nearest(known_at, columns, 1)[0];
    throw new UserError(
      'no-such-column',
      `${fileOf(table)} has no column \`${known_at}\`, which \`data.bars.vintages.known_at\` names`,
      [near ? `did you mean \`${near}\`?` : `it has: ${columns.join(', ')}`],
    );
  }
  const quoted = identifier(name);
  const type = table.columns.get(name)!;
  if (type === 'TIMESTAMP WITH TIME ZONE') return `make_timestamp(epoch_us(${quoted}))`;
  if (type.startsWith('TIMESTAMP')) return `${quoted}::TIMESTAMP`;
  const day = `${dateSql(table, name)}::TIMESTAMP`;
  return type === 'VARCHAR' ? `coalesce(try_cast(${quoted} AS TIMESTAMP), ${day})` : day;
}

/**
 * Of rows `(ticker, date, known_at, …)` the telling that counts; two at the same instant both stay, and are refused as
 * any other two. `asOf`: a day after whose tellings nothing may be known; null: whatever there is.
 */
export function chosenTelling(rows: string, vintages: Vintages, asOf: number | null): string {
  const { within_days, as_known_on } = vintages;
  const until = Math.min(
    as_known_on === null ? Infinity : fromIsoDay(as_known_on),
    asOf === null ? Infinity : asOf + within_days,
  );
  const where = until === Infinity ? '' : `WHERE known_at::DATE <= DATE '${toIsoDay(until)}' `;
  const latest = as_known_on === null ? '' : ' DESC';
  const inTime = as_known_on === null ? ` AND known_at::DATE <= date + ${within_days}` : '';
  return (
    `(SELECT * EXCLUDE (known_at) FROM ${rows} ${where}` +
    `QUALIFY rank() OVER (PARTITION BY ticker, date ORDER BY known_at${latest}) = 1${inTime})`
  );
}

/** Refuses instants that cannot be read, and vintages of which no bar is left; tells what counts and what does not. */
export async function describeVintages(
  duck: Duck,
  table: Table,
  rows: string,
  vintages: Vintages,
): Promise<readonly string[]> {
  const { known_at, within_days, as_known_on } = vintages;
  const [[bars, again, late, unread, example] = []] = await reading(table, () =>
    duck.rows(
      'SELECT count(*), count_if(tellings > 1), count_if(first > date + ' +
        `${within_days}), sum(unread), any_value(ticker) FILTER (WHERE unread > 0) FROM (SELECT ticker, date, ` +
        'min(known_at)::DATE AS first, count(*) AS tellings, count_if(known_at IS NULL) AS unread ' +
        `FROM ${rows} GROUP BY ticker, date)`,
    ),
  );
  if (Number(unread) > 0) {
    throw new UserError(
      'bad-date',
      `${fileOf(table)} has ${counted(Number(unread), 'row')} whose \`${known_at}\` is no date, such as one of ${example}`,
    );
  }
  const told = `${again} of ${counted(Number(bars), 'bar')} were told again later`;
  if (as_known_on !== null) {
    return [
      `Bars are as they were known on ${as_known_on} (\`${known_at}\`; ${told}): decisions before that day could not ` +
        'know what was corrected by then.',
    ];
  }
  const limit = within_days === 0 ? 'after their own day' : `more than ${counted(within_days, 'day')} after their own`;
  if (Number(bars) > 0 && late === bars) {
    throw new UserError('no-rows', `${fileOf(table)}: all bars were first told ${limit} (\`${known_at}\`)`, [
      'nobody could decide on them at the close of their day; if they were there before the fill, say `within_days: 1` ' +
        'under `data.bars.vintages`',
    ]);
  }
  return [
    `Bars are as first told (\`${known_at}\`): ${told}.`,
    ...(Number(late) === 0
      ? []
      : [`First told ${limit}, and so treated as missing: ${late} of ${counted(Number(bars), 'bar')}.`]),
  ];
}
