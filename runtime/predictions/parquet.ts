/**
 * Predictions as a Parquet file, written and read by DuckDB. Columns: ticker, date, horizon (sessions after the date
 * at whose close the label is known), prediction, confidence, model; one row for each prediction, by date and ticker.
 *
 * `confidence` says how far out in its session's ranking a prediction stands: |2 (rank − ½) / n − 1|, rank being the
 * average rank among the n of that session. 0 is the middle; 1 − 1/n the very first or last.
 */
import type { DuckDBConnection } from '@duckdb/node-api';
import { averageRanks } from '../../stdlib/kernels/averageRanks.ts';
import type { Axes, Panel } from '../market.ts';

export interface PredictionRows {
  readonly axes: Axes;
  /** Stock-major; NaN has no row. */
  readonly values: Panel;
  readonly horizon: number;
  /** Which model made them. */
  readonly model: string;
}

/** The same predictions give the same bytes: one thread, one order of rows, row groups of a fixed size. */
export async function writeRows(file: string, rows: PredictionRows): Promise<void> {
  const { axes, values, horizon, model } = rows;
  const { DuckDBDateValue } = await import('@duckdb/node-api');
  await withDuckDb(async (connection) => {
    await connection.run(
      'create table predictions (ticker varchar, date date, horizon integer, prediction double, confidence double, model varchar)',
    );
    const appender = await connection.createAppender('predictions');
    for (let t = 0; t < axes.sessions.length; t++) {
      const date = new DuckDBDateValue(axes.sessions[t]!);
      const { stocks, predictions, confidence } = sessionOf(axes, values, t);
      for (const [k, stock] of stocks.entries()) {
        appender.appendVarchar(axes.tickers[stock]!);
        appender.appendDate(date);
        appender.appendInteger(horizon);
        appender.appendDouble(predictions[k]!);
        appender.appendDouble(confidence[k]!);
        appender.appendVarchar(model);
        appender.endRow();
      }
    }
    appender.closeSync();
    await connection.run(
      `copy predictions to ${quoted(file)} (format parquet, compression zstd, row_group_size 122880)`,
    );
  });
}

/** The predictions of a file as a panel; rows of other tickers or days are an error, for the file is another run's. */
export async function readRows(file: string, axes: Axes): Promise<Panel> {
  const stockOf = new Map(axes.tickers.map((ticker, stock) => [ticker, stock]));
  const sessionOfDay = new Map(Array.from(axes.sessions, (day, t) => [day, t]));
  const values = new Float64Array(axes.tickers.length * axes.sessions.length).fill(Number.NaN);
  await withDuckDb(async (connection) => {
    const reader = await connection.runAndReadAll(
      `select ticker, date - date '1970-01-01' as day, prediction from read_parquet(${quoted(file)})`,
    );
    const [tickers, days, predictions] = reader.getColumns() as [string[], (number | bigint)[], number[]];
    for (const [row, ticker] of tickers.entries()) {
      const stock = stockOf.get(ticker);
      const session = sessionOfDay.get(Number(days[row]));
      if (stock === undefined || session === undefined) throw new Error(`${file} holds predictions of another market`);
      values[stock * axes.sessions.length + session] = predictions[row]!;
    }
  });
  return values;
}

function sessionOf(axes: Axes, values: Panel, t: number) {
  const stocks: number[] = [];
  const predictions: number[] = [];
  for (let stock = 0; stock < axes.tickers.length; stock++) {
    const value = values[stock * axes.sessions.length + t]!;
    if (Number.isNaN(value)) continue;
    stocks.push(stock);
    predictions.push(value);
  }
  const ranks = new Float64Array(stocks.length);
  averageRanks(predictions, stocks.length, ranks);
  const confidence = Array.from(ranks, (rank) => Math.abs((2 * (rank - 0.5)) / stocks.length - 1));
  return { stocks, predictions, confidence };
}

async function withDuckDb(work: (connection: DuckDBConnection) => Promise<void>): Promise<void> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  try {
    await work(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function quoted(path: string): string {
  return `'${path.replaceAll("'", "''")}'`;
}
