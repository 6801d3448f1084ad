/** The other half of persistence.ts: tables back into columns. */
import { join } from 'node:path';
import type { DuckDBConnection, DuckDBListValue } from '@duckdb/node-api';
import { invariant } from '../invariant.ts';
import type { Axes } from '../market.ts';
import { quoted, scan } from '../parquet/duckDb.ts';
import type { Cuts, Decisions, Holdings, LedgerWeights } from '../results.ts';
import { WHOLE_BOOK } from './cuts.ts';
import { HOLDING_COLUMNS } from './holdingTable.ts';

import type { BookFlags } from './types.ts';

export async function readDecisions(connection: DuckDBConnection, folder: string, axes: Axes): Promise<Decisions> {
  const table = quoted(join(folder, 'decisions.parquet'));
  const reader = await connection.runAndReadAll(
    `select ${day('decided')}, ${day('filled')}, rebalance, why_not, resumed, flat, stops, stop_figures, stop_limits,
       scale, turnover, cost, borrow, equity_before_fill from read_parquet(${table})`,
  );
  const rows = reader.getRows();
  const column = (c: number): Float64Array => Float64Array.from(rows, (row) => (row[c] as number | null) ?? Number.NaN);
  const list = <T>(value: unknown): readonly T[] => (value as DuckDBListValue).items as unknown as readonly T[];
  const session = sessionOfDay(axes);
  const filled = Int32Array.from(rows, (row) => session(row[1] as number));
  const flags = rows.map((row) => ({
    rebalance: row[2] as boolean,
    whyNot: row[3] as BookFlags['whyNot'],
    resumed: row[4] as boolean,
    flat: row[5] as boolean,
  }));
  return {
    count: rows.length,
    decided: Int32Array.from(rows, (row) => session(row[0] as number)),
    filled,
    flags,
    stops: rows.map((row) => {
      const figures = list<number>(row[7]);
      const limits = list<number>(row[8]);
      return list<string>(row[6]).map((text, s) => ({ text, figure: figures[s]!, limit: limits[s]! }));
    }),
    scale: column(9),
    turnover: column(10),
    cost: column(11),
    borrow: column(12),
    equityBeforeFill: column(13),
    weights: await readWeights(connection, folder, axes, filled),
  };
}

async function readWeights(
  connection: DuckDBConnection,
  folder: string,
  axes: Axes,
  filled: Int32Array,
): Promise<LedgerWeights> {
  const { LIST, VARCHAR, listValue } = await import('@duckdb/node-api');
  await connection.run(
    'create table stocks as select unnest($1) as ticker, generate_subscripts($1, 1)::integer - 1 as stock',
    [listValue(axes.tickers)],
    [LIST(VARCHAR)],
  );
  const table = quoted(join(folder, 'weights.parquet'));
  const counted = await connection.runAndReadAll(`select count(*)::integer from read_parquet(${table})`);
  const total = counted.getRows()[0]![0] as number;
  const stock = new Int32Array(total);
  const steps = STEPS.map(() => new Float64Array(total));
  const decisionOf = new Map(Array.from(filled, (session, d) => [axes.sessions[session]!, d]));
  // How many rows each decision has, and then where they begin.
  const starts = new Int32Array(filled.length + 1);
  const columns = STEPS.map((step) => `coalesce(${step}, 'nan'::double)`).join(', ');
  let at = 0;
  await scan(
    connection,
    `select ${day('date')}, stock, ${columns} from read_parquet(${table}) join stocks using (ticker) order by date, stock`,
    (rows, value) => {
      for (let k = 0; k < rows; k++, at++) {
        starts[decisionOf.get(value(0, k))! + 1]!++;
        stock[at] = value(1, k);
        for (let s = 0; s < steps.length; s++) steps[s]![at] = value(s + 2, k);
      }
    },
  );
  for (let d = 0; d < filled.length; d++) starts[d + 1]! += starts[d]!;
  const [target, smoothed, limited, drifted, held] = steps;
  return { starts, stock, target: target!, smoothed: smoothed!, limited: limited!, drifted: drifted!, held: held! };
}

const STEPS = ['target', 'smoothed', 'limited', 'drifted', 'held'] as const;

export async function readCuts(
  connection: DuckDBConnection,
  folder: string,
  { filled }: Pick<Decisions, 'filled'>,
  axes: Axes,
): Promise<Cuts> {
  const table = quoted(join(folder, 'cuts.parquet'));
  const reader = await connection.runAndReadAll(
    `select ${day('filled')}, ticker, "by", figure, most, weight_before, weight_after from read_parquet(${table})`,
  );
  const rows = reader.getRows();
  const session = sessionOfDay(axes);
  const decisionOf = new Map(Array.from(filled, (at, d) => [at, d]));
  const stockOf = new Map(axes.tickers.map((ticker, i) => [ticker, i]));
  const names = [...new Set(rows.map((row) => row[2] as string))];
  const column = (c: number): Float64Array => Float64Array.from(rows, (row) => (row[c] as number | null) ?? Number.NaN);
  return {
    count: rows.length,
    decision: Int32Array.from(rows, (row) => decisionOf.get(session(row[0] as number))!),
    stock: Int32Array.from(rows, (row) => (row[1] === null ? WHOLE_BOOK : stockOf.get(row[1] as string)!)),
    by: Uint8Array.from(rows, (row) => names.indexOf(row[2] as string)),
    names,
    figure: column(3),
    most: column(4),
    before: column(5),
    after: column(6),
  };
}

export async function readHoldings(connection: DuckDBConnection, folder: string, axes: Axes): Promise<Holdings> {
  const table = quoted(join(folder, 'holdings.parquet'));
  const columns = HOLDING_COLUMNS.map(([, column]) => column).join(', ');
  const reader = await connection.runAndReadAll(
    `select ${day('from')}, ${day('to')}, ${columns} from read_parquet(${table})`,
  );
  const rows = reader.getRows();
  const session = sessionOfDay(axes);
  const values = HOLDING_COLUMNS.map(([name], c) => [name, Float64Array.from(rows, (row) => row[c + 2] as number)]);
  return {
    count: rows.length,
    from: Int32Array.from(rows, (row) => session(row[0] as number)),
    to: Int32Array.from(rows, (row) => session(row[1] as number)),
    ...(Object.fromEntries(values) as Record<(typeof HOLDING_COLUMNS)[number][0], Float64Array>),
  };
}

/** SQL for a date as days since 1970-01-01. */
function day(column: string): string {
  return `("${column}" - date '1970-01-01')::integer as "${column}"`;
}

function sessionOfDay(axes: Axes): (day: number) => number {
  const sessions = new Map(Array.from(axes.sessions, (value, t) => [value, t]));
  return (value) => {
    const session = sessions.get(value);
    invariant(session !== undefined, `the ledger is of other sessions than the market: day ${value}`);
    return session;
  };
}
