import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backtest } from '../../../runtime/book/backtest.ts';
import type { BookMetrics } from '../../../runtime/book/figuresJson.ts';
import { readLedger, writeLedger } from '../../../runtime/book/persistence.ts';
import { fromIsoDay } from '../../../runtime/market.ts';
import { withDuckDb } from '../../../runtime/parquet/duckDb.ts';
import { NO_LIMITS, panelsOf, rulesFor } from './support.ts';

/** Five sessions that have everything a ledger can say: no decision, gaps, a stop, a resume off schedule. */
function eventfulRun() {
  const axes = {
    sessions: Int32Array.from({ length: 8 }, (_, t) => fromIsoDay('2025-01-01') + t),
    tickers: ['AB', "O'N", 'X.Y'],
  };
  const nothing = Number.NaN;
  const panels = panelsOf(
    {
      price: [
        [100, 50, 10],
        [100, 50, 10],
        [101, nothing, 10],
        [70, 55, 11],
        [70, 55, 11],
        [70, 55, 11],
        [71, 54, 10.5],
      ],
      score: [
        [nothing, nothing, nothing],
        [3, 2, 1],
        [3, nothing, 1],
        [1, 3, 2],
        [3, 2, 1],
        [3, 2, 1],
        [1, 2, 3],
      ],
      scheduled: [true, true, true, true, true, false, true],
    },
    1,
    axes.sessions,
  );
  const rules = rulesFor({
    alpha: 0.5,
    limits: { ...NO_LIMITS, weight: 0.4, turnover: 0.9 },
    stops: [
      {
        text: 'drawdown > 8%',
        left: (figures) => figures.drawdown,
        comparison: '>',
        right: () => 0.08,
        window: 0,
        resumeAfter: 2,
        resumeWhen: null,
      },
    ],
  });
  return { axes, result: backtest(rules, panels) };
}

describe('the ledger on disk', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ledger-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('reads back to the bit', async () => {
    const { axes, result } = eventfulRun();
    expect(result.decisions.stops.flat()).toHaveLength(1);
    expect(result.decisions.flags.map(({ resumed }) => resumed)).toContain(true);
    expect(result.decisions.flags.map(({ whyNot }) => whyNot)).toEqual([
      'empty cross-section',
      null,
      null,
      null,
      null,
      'not scheduled',
      null,
    ]);
    await writeLedger(folder, result, axes);
    expect(await readLedger(folder, axes)).toEqual(result);
  });

  it('gives the same bytes for the same result', async () => {
    const { axes, result } = eventfulRun();
    await writeLedger(folder, result, axes);
    const first = await hashes(folder);
    await writeLedger(folder, result, axes);
    expect(await hashes(folder)).toEqual(first);
    expect([...first.keys()]).toEqual([
      'cuts.parquet',
      'decisions.parquet',
      'holdings.parquet',
      'metrics.json',
      'trades.parquet',
      'weights.parquet',
    ]);
  });

  it('tells dates, names, trades and what they cost', async () => {
    const { axes, result } = eventfulRun();
    await writeLedger(folder, result, axes);
    const rows = (sql: string) => withDuckDb(async (connection) => (await connection.runAndReadAll(sql)).getRowsJson());
    const trades = await rows(
      `select date::varchar, ticker, side, traded, cost from '${folder}/trades.parquet' limit 2`,
    );
    expect(trades).toEqual([
      ['2025-01-03', 'AB', 'buy', 0.4, 0.4 * (0.0006 + 0.002 * 0.75)],
      ['2025-01-03', 'X.Y', 'sell', -0.35, expect.closeTo(0.35 * (0.0006 + 0.002 * 0.75), 15)],
    ]);
    const totals = await rows(
      `select sum(abs(traded)), sum(cost) from '${folder}/trades.parquet' group by date order by date`,
    );
    const traded = Array.from(result.decisions.turnover).filter((turnover) => turnover > 0);
    expect(totals.map(([turnover]) => turnover)).toEqual(traded.map((turnover) => expect.closeTo(turnover, 14)));
    const [first] = await rows(
      `select why_not, target, cut_by_limits, stops from '${folder}/decisions.parquet' left join '${folder}/weights.parquet' on filled = date order by filled limit 1`,
    );
    expect(first).toEqual(['empty cross-section', null, null, []]);
    const cut = await rows(`select cut_by_limits from '${folder}/decisions.parquet' offset 1 limit 1`);
    expect(cut).toEqual([[expect.closeTo(0.25, 14)]]);
    const names = await rows(`select distinct ticker from '${folder}/weights.parquet' order by ticker`);
    expect(names).toEqual([['AB'], ["O'N"], ['X.Y']]);
    const metrics = JSON.parse(await readFile(join(folder, 'metrics.json'), 'utf8')) as BookMetrics;
    expect(metrics).toMatchObject({ stops: 1, decisions: 7, rebalances: 5 });
    expect(metrics.finalEquity).toBe(result.holdings.equity.at(-1));
  });
});

async function hashes(folder: string): Promise<Map<string, string>> {
  const names = (await readdir(folder)).sort();
  const entries = names.map(async (name): Promise<[string, string]> => {
    const bytes = await readFile(join(folder, name));
    return [name, createHash('sha256').update(bytes).digest('hex')];
  });
  return new Map(await Promise.all(entries));
}
