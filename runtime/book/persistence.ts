/**
 * The ledger on disk, for people and for the report when the book is reused: five Parquet tables and the figures.
 *
 *   decisions.parquet   one row per fill: when, why, stops, scale, turnover, costs
 *   weights.parquet     date of the fill, ticker, and the weight after each step; rows with any non-zero
 *   trades.parquet      what was bought and sold at each fill
 *   cuts.parquet        what limits and stops of positions took from single weights, with figure and limit
 *   holdings.parquet    one row per holding that has ended: returns, legs, equity
 *   metrics.json        the figures, and what the tables do not say
 *
 * Trades follow from the weights and are written for people; nothing reads them back.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Axes } from '../market.ts';
import { withDuckDb } from '../parquet/duckDb.ts';
import { type Column, writeTable } from '../parquet/writing.ts';
import type { BookResult, Decisions } from '../results.ts';
import { cutColumns } from './cutTable.ts';
import { type BookMetrics, figuresToJson } from './figuresJson.ts';
import { holdingColumns } from './holdingTable.ts';
import { readCuts, readDecisions, readHoldings } from './ledgerReading.ts';

/** Writes the whole ledger into a folder that exists. The same result gives the same bytes. */
export async function writeLedger(folder: string, result: BookResult, axes: Axes): Promise<void> {
  await withDuckDb(async (connection) => {
    await writeTable(connection, join(folder, 'decisions.parquet'), decisionColumns(result, axes));
    await writeTable(connection, join(folder, 'holdings.parquet'), holdingColumns(result.holdings, axes));
    await writeTable(connection, join(folder, 'cuts.parquet'), cutColumns(result, axes));
    await writeWeights(connection, folder, result, axes);
  });
  await writeFile(join(folder, 'metrics.json'), `${JSON.stringify(figuresToJson(result), null, 2)}\n`);
}

/** Reads back what `writeLedger` wrote over the same axes, to the bit. */
export async function readLedger(folder: string, axes: Axes): Promise<BookResult> {
  const { stocks, capital, figures } = JSON.parse(await readFile(join(folder, 'metrics.json'), 'utf8')) as BookMetrics;
  return withDuckDb(async (connection) => {
    const decisions = await readDecisions(connection, folder, axes);
    const cuts = await readCuts(connection, folder, decisions, axes);
    return { stocks, capital, decisions, cuts, holdings: await readHoldings(connection, folder, axes), figures };
  });
}

function decisionColumns({ decisions }: BookResult, axes: Axes): Column[] {
  const { flags, stops } = decisions;
  return [
    { name: 'decided', type: 'date', values: days(decisions.decided, axes) },
    { name: 'filled', type: 'date', values: days(decisions.filled, axes) },
    { name: 'rebalance', type: 'flag', values: flags.map(({ rebalance }) => rebalance) },
    { name: 'why_not', type: 'text', values: flags.map(({ whyNot }) => whyNot) },
    { name: 'resumed', type: 'flag', values: flags.map(({ resumed }) => resumed) },
    { name: 'flat', type: 'flag', values: flags.map(({ flat }) => flat) },
    { name: 'stops', type: 'texts', values: stops.map((all) => all.map(({ text }) => text)) },
    { name: 'stop_figures', type: 'doubles', values: stops.map((all) => all.map(({ figure }) => figure)) },
    { name: 'stop_limits', type: 'doubles', values: stops.map((all) => all.map(({ limit }) => limit)) },
    { name: 'scale', type: 'double', values: decisions.scale },
    { name: 'cut_by_limits', type: 'double', values: cutByLimits(decisions) },
    { name: 'turnover', type: 'double', values: decisions.turnover },
    { name: 'cost', type: 'double', values: decisions.cost },
    { name: 'borrow', type: 'double', values: decisions.borrow },
    { name: 'equity_before_fill', type: 'double', values: decisions.equityBeforeFill },
  ];
}

/** Σ|w| that step 4 took from the scaled book; who was cut shows in cuts.parquet. */
function cutByLimits({ count, scale, weights }: Decisions): Float64Array {
  const { starts, smoothed, limited } = weights;
  return Float64Array.from({ length: count }, (_, d) => {
    // Missing where there was nothing to cut.
    if (Number.isNaN(scale[d]!)) return Number.NaN;
    let cut = 0;
    for (let row = starts[d]!; row < starts[d + 1]!; row++) {
      cut += Math.abs(scale[d]! * smoothed[row]!) - Math.abs(limited[row]!);
    }
    return cut;
  });
}

async function writeWeights(
  connection: DuckDBConnection,
  folder: string,
  { decisions }: BookResult,
  axes: Axes,
): Promise<void> {
  const { count, weights, cost, turnover } = decisions;
  const { starts, stock, target, smoothed, limited, drifted, held } = weights;
  const decision = new Int32Array(stock.length);
  for (let d = 0; d < count; d++) decision.fill(d, starts[d], starts[d + 1]);
  const filled = days(decisions.filled, axes);
  const dates = decision.map((d) => filled[d]!);
  await writeTable(connection, join(folder, 'weights.parquet'), [
    { name: 'date', type: 'date', values: dates },
    { name: 'ticker', type: 'name', values: stock, names: axes.tickers },
    { name: 'target', type: 'double', values: target },
    { name: 'smoothed', type: 'double', values: smoothed },
    { name: 'limited', type: 'double', values: limited },
    { name: 'drifted', type: 'double', values: drifted },
    { name: 'held', type: 'double', values: held },
  ]);
  const traded = rowsThatDiffer(held, drifted);
  const at = (values: Float64Array): Float64Array => Float64Array.from(traded, (row) => values[row]!);
  const amount = Float64Array.from(traded, (row) => held[row]! - drifted[row]!);
  await writeTable(connection, join(folder, 'trades.parquet'), [
    { name: 'date', type: 'date', values: traded.map((row) => dates[row]!) },
    { name: 'ticker', type: 'name', values: traded.map((row) => stock[row]!), names: axes.tickers },
    { name: 'side', type: 'name', values: Int32Array.from(amount, (w) => (w > 0 ? 0 : 1)), names: ['buy', 'sell'] },
    { name: 'weight_before', type: 'double', values: at(drifted) },
    { name: 'weight_after', type: 'double', values: at(held) },
    { name: 'traded', type: 'double', values: amount },
    // A fill's cost is shared by what each trade adds to its turnover.
    {
      name: 'cost',
      type: 'double',
      values: amount.map((w, k) => {
        const d = decision[traded[k]!]!;
        return (cost[d]! * Math.abs(w)) / turnover[d]!;
      }),
    },
  ]);
}

function rowsThatDiffer(a: Float64Array, b: Float64Array): Int32Array {
  const rows = new Int32Array(a.length);
  let count = 0;
  for (let row = 0; row < a.length; row++) if (a[row] !== b[row]) rows[count++] = row;
  return rows.slice(0, count);
}

function days(sessions: Int32Array, axes: Axes): Int32Array {
  return sessions.map((session) => axes.sessions[session]!);
}
