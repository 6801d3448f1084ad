/** The rows of a series' file, checked. A day without a value is a day on which nothing was said. */
import type { SeriesConfig } from '../../../configs/schema.ts';
import { fromIsoDay, toIsoDay } from '../../market.ts';
import { UserError } from '../../ports.ts';
import type { Duck } from '../files/duck.ts';
import { dateSql, fileOf, numberSql, openTable, reading, type Table } from '../files/table.ts';
import type { Observation } from './known.ts';

/** Ascending by day, then by publication. */
export async function readRows(
  duck: Duck,
  { path, columns }: SeriesConfig,
  baseFolder: string,
  dateFormat: string | null,
  setting: string,
): Promise<readonly Observation[]> {
  const table = await openTable(duck, path, baseFolder, { source: 'csv', date_format: dateFormat }, setting);
  const published = columns.published === null ? 'NULL' : dateSql(table, columns.published, 'published');
  const rows = await reading(table, () =>
    duck.rows(
      `SELECT day::VARCHAR, value::VARCHAR, published::VARCHAR FROM (SELECT ${dateSql(table, columns.date)} AS day, ` +
        `${numberSql(table, columns.value, 'value')} AS value, ${published} AS published FROM ${table.relation}) ` +
        "WHERE value != 'nan'::DOUBLE ORDER BY day, published, value",
    ),
  );
  if (rows.length === 0) throw new UserError('no-rows', `${fileOf(table)} (\`${setting}\`) has no value`);
  const read = rows.map(([day, value, at]) => observationOf(table, columns, day ?? null, value ?? null, at ?? null));
  verifyOnce(table, read);
  return read;
}

type Cell = string | number | null;

function observationOf(table: Table, columns: SeriesConfig['columns'], day: Cell, value: Cell, at: Cell): Observation {
  if (day === null) {
    throw new UserError(
      'bad-date',
      `${fileOf(table)} (\`${table.setting}\`) has a value whose \`${columns.date}\` is no date`,
    );
  }
  if (value === 'inf' || value === '-inf') {
    throw new UserError(
      'wrong-type',
      `${fileOf(table)} (\`${table.setting}\`) has no number in \`${columns.value}\` on ${day}`,
      ['leave a cell empty where there is no value'],
    );
  }
  if (columns.published !== null && at === null) {
    throw new UserError(
      'bad-series',
      `${fileOf(table)} (\`${table.setting}\`) does not say in \`${columns.published}\` when its value of ${day} was published`,
    );
  }
  const read = {
    day: fromIsoDay(String(day)),
    value: Number(value),
    published: at === null ? null : fromIsoDay(String(at)),
  };
  if (read.published === null || read.published >= read.day) return read;
  throw new UserError(
    'bad-series',
    `${fileOf(table)} (\`${table.setting}\`) has a value of ${day} published on ${at}, before its day`,
    [
      'check that the config maps `date` and `published` the right way round',
      'a period is dated by its first day, or by any day until which it was not known',
    ],
  );
}

/** Said twice at once, which one was known is open. */
function verifyOnce(table: Table, rows: readonly Observation[]): void {
  rows.forEach((row, i) => {
    const before = rows[i - 1];
    if (before === undefined || before.day !== row.day || before.published !== row.published) return;
    const day = toIsoDay(row.day);
    const when = row.published === null ? '' : ', published on one day';
    throw new UserError('bad-series', `${fileOf(table)} (\`${table.setting}\`) has ${day} twice${when}`, [
      'keep one row for each day',
      'where values were revised, name the column that says when: `columns: { published: … }`',
    ]);
  });
}
