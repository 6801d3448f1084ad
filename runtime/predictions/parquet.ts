/**
 * Predictions as a Parquet file, written and read by DuckDB. Columns: ticker, date, horizon (sessions after the date
 * at whose close the label is known), prediction, confidence, model; one row for each prediction, by date and ticker.
 *
 * `confidence` says how far out in its session's ranking a prediction stands: |2 (rank − ½) / n − 1|, rank being the
 * average rank among the n of that session. 0 is the middle; 1 − 1/n the very first or last.
 */
import { averageRanks } from '../../stdlib/kernels/averageRanks.ts';
import type { Axes, Panel } from '../market.ts';
import { quoted, withDuckDb } from '../parquet/duckDb.ts';
import { writeTable } from '../parquet/writing.ts';

export interface PredictionRows {
  readonly axes: Axes;
  /** Stock-major; NaN has no row. */
  readonly values: Panel;
  readonly horizon: number;
  /** Which model made them. */
  readonly model: string;
}

/** The same predictions give the same bytes. */
export async function writeRows(file: string, { axes, values, horizon, model }: PredictionRows): Promise<void> {
  const rows = values.reduce((count, value) => (Number.isNaN(value) ? count : count + 1), 0);
  const ticker = new Int32Array(rows);
  const date = new Int32Array(rows);
  const prediction = new Float64Array(rows);
  const confidence = new Float64Array(rows);
  let at = 0;
  for (let t = 0; t < axes.sessions.length; t++) {
    const session = sessionOf(axes, values, t);
    date.fill(axes.sessions[t]!, at, at + session.stocks.length);
    ticker.set(session.stocks, at);
    prediction.set(session.predictions, at);
    confidence.set(session.confidence, at);
    at += session.stocks.length;
  }
  await withDuckDb((connection) =>
    writeTable(connection, file, [
      { name: 'ticker', type: 'name', values: ticker, names: axes.tickers },
      { name: 'date', type: 'date', values: date },
      { name: 'horizon', type: 'integer', values: new Int32Array(rows).fill(horizon) },
      { name: 'prediction', type: 'double', values: prediction },
      { name: 'confidence', type: 'double', values: confidence },
      { name: 'model', type: 'name', values: new Int32Array(rows), names: [model] },
    ]),
  );
}

/**
 * The predictions of a file as a panel. Rows of other tickers or days are an error, for the file is another run's, unless
 * the axes are a part of those of the market it was made on: then they are left out.
 */
export async function readRows(
  file: string,
  axes: Axes,
  extent: 'the whole market' | 'a part of it' = 'the whole market',
): Promise<Panel> {
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
      if (stock === undefined || session === undefined) {
        if (extent === 'a part of it') continue;
        throw new Error(`${file} holds predictions of another market`);
      }
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
