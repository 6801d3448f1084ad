/**
 * The rules on real bars, whose faults are known: every count below is explained, from the description of the files or by
 * what the company did. A rule that finds one more or one less fails here.
 */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../configs/load.ts';
import { toIsoDay } from '../../../runtime/market.ts';
import type { QualityReport } from '../../../runtime/quality/check.ts';
import { openSource } from '../../../runtime/sources/open.ts';
import { hasShared, shared } from '../../support/shared.ts';

if (!hasShared) console.warn('skipped: the shared market data is not there, so rules are not held to real bars');

async function check(bars: string): Promise<QualityReport> {
  const parsed = parseConfig(`data:\n${bars.replace(/^(?=.)/gm, '  ')}\n`, 'x.yaml');
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  const source = await openSource(parsed.config.data, shared('data'));
  return source.quality!({ calendar: 'XNYS', tickers: null });
}

/** Findings and bars by rule. */
function counts({ rules }: QualityReport): Record<string, [findings: number, bars: number]> {
  return Object.fromEntries(rules.map(({ rule, findings, bars }) => [rule, [findings, bars]]));
}

function found({ findings }: QualityReport, wanted: string): string[] {
  return findings.filter(({ rule }) => rule === wanted).map(({ ticker, from }) => `${ticker} ${toIsoDay(from)}`);
}

const YAHOO = `
source: parquet
bars:
  path: daily_yahoo_sp500ever_2008_2018.parquet
  close_adjusted_for: splits
  columns: { adjusted_close: adj_close }
`;

describe.runIf(hasShared)('rules on real bars', () => {
  it('Yahoo, without its actions: zero volumes as listed, and what companies gave away', {
    timeout: 60_000,
  }, async () => {
    const report = await check(YAHOO);
    expect(counts(report)).toEqual({
      // "2,065 zero volumes": EP, SII (two penny stocks under symbols used again) and eleven others.
      zero_volume: [713, 2065],
      // EP 289 stretches and SII 100 of them; CHTR's new shares after its bankruptcy, in January of 2010 (4), NKTR and UA one each.
      stale: [395, 2493],
      jumps: [20, 20],
      adjustment: [2, 2],
    });
    expect(found(report, 'jumps')).toEqual([
      'CAH 2009-09-01', // CareFusion spun off
      'CCEP 2010-10-04', // the North American business sold to Coca-Cola for shares
      'EIX 2018-11-15', // false alarm: the California fires, and next day the regulator
      'FCPT 2016-01-14', // a REIT's purging dividend of earlier earnings
      'FIS 2008-07-03', // Lender Processing Services spun off
      'GNW 2008-09-19', // a volume of 236,500, where 8 to 17 million shares a day changed hands
      'KDP 2018-07-10', // listed: special dividend of 103.75
      'KLAC 2014-11-26', // special dividend of 16.50
      'LDOS 2013-09-30', // SAIC spun off and shares consolidated
      'LDOS 2016-08-17', // special dividend of 13.64
      'MBI 2008-01-17', // false alarm: a credit insurer falling with money as in the days before
      'MO 2008-03-31', // listed: Philip Morris International spun off
      'PCG 2018-11-15', // false alarm: the same fires
      'SSP 2008-07-01', // listed: Scripps Networks spun off
      'TDG 2013-07-11', // special dividend of 22
      'TDG 2014-06-12', // special dividend of 25
      'TMUS 2013-05-01', // merger of MetroPCS: shares consolidated 1:2 and cash paid
      'VTR 2015-08-18', // Care Capital Properties spun off
      'WM 2008-10-13', // false alarm: the market's best day in 70 years, with the money of a crisis
      'WY 2010-07-20', // special dividend of 26.46 on becoming a REIT
    ]);
    // Spin-offs whose ratio is like a split's: TripAdvisor with a consolidation, and Kraft.
    expect(found(report, 'adjustment')).toEqual(['EXPE 2011-12-21', 'MDLZ 2012-10-02']);
  });

  it('Yahoo, with its actions: those explain the jumps they tell of; 86 tickers are not in them', {
    timeout: 60_000,
  }, async () => {
    const report = await check(`${YAHOO}corporate_actions: { path: corporate_actions_yahoo_to_2018.parquet }\n`);
    expect(counts(report)).toMatchObject({ zero_volume: [713, 2065], stale: [395, 2493], jumps: [11, 11] });
    // What is left has no action in the file: CAH, FIS, KDP, KLAC, LDOS 2016, MO, TDG and WY have.
    expect(found(report, 'jumps').map((line) => line.split(' ')[0])).toEqual([
      'CCEP',
      'EIX',
      'FCPT',
      'GNW',
      'LDOS',
      'MBI',
      'PCG',
      'SSP',
      'TMUS',
      'VTR',
      'WM',
    ]);
    // The file holds actions of 444 tickers. Of the others of 504, and of a few more, the adjusted close pays dividends
    // that the file does not know.
    const [findings] = counts(report).adjustment!;
    expect(findings).toBe(87);
  });

  it('ETFs are clean', { timeout: 60_000 }, async () => {
    const report = await check(YAHOO.replace('yahoo_sp500ever_2008_2018', 'etf_yahoo_2003_2018'));
    // A bond fund traded 6.8% below its assets in the crisis, on its usual volume: true, and not news of a company.
    expect(found(report, 'jumps')).toEqual(['AGG 2008-10-10']);
    expect(counts(report)).toEqual({ jumps: [1, 1] });
  });

  it('the survivorship-free set: 41 bars out of range, 2,163 missing days, 406 zero volumes', {
    timeout: 60_000,
  }, async () => {
    const report = await check(
      'source: parquet\nbars: { path: daily_wiki_survfree_2013_2018.parquet, close_adjusted_for: splits_and_dividends }',
    );
    expect(counts(report)).toEqual({
      // "41 rows with high < low or the like": none of them high < low.
      outside_range: [41, 41],
      // FAST and LOW have a bar without volume on Good Friday of 2017.
      closed_days: [2, 2],
      // "2,163 missing days" counts rows, and so the two of Good Friday as if they filled two of the gaps.
      gaps: [553, 2165],
      // "406 zero volumes", less those two.
      zero_volume: [76, 404],
      stale: [16, 50], // INCO, UBSFY and LPRAX: a fund and foreign shares under members' symbols
      jumps: [5, 5],
      adjustment: [1, 1],
      lookalikes: [2, 451],
    });
    expect(found(report, 'closed_days')).toEqual(['FAST 2017-04-14', 'LOW 2017-04-14']);
    expect(found(report, 'jumps')).toEqual([
      'GCI 2015-06-29', // Gannett spun off from TEGNA
      'S 2013-07-11', // SoftBank's merger: another company's share under the symbol
      'SWY 2014-04-14', // one bar a tenth too low on an ordinary day: adjusted for shares of Blackhawk, its neighbours not
      'TDC 2015-11-05', // false alarm: earnings, half taken back
      'ZTS 2015-06-25', // false alarm: rumours of a takeover
    ]);
    // Dean Foods gave WhiteWave away.
    expect(found(report, 'adjustment')).toEqual(['DF 2013-05-24']);
    // Tyco under the history of Johnson Controls, which merged with it, and WellPoint, renamed Anthem.
    expect(
      report.findings.filter(({ rule }) => rule === 'lookalikes').map(({ detail }) => detail.slice(0, 27)),
    ).toEqual(['the same returns as JCI on ', 'the same returns as ANTM on']);
  });

  it('day by day as it was reported: every key twice, raw closes', { timeout: 60_000 }, async () => {
    const path = join(shared('data'), 'messy_pystock_vintage_2015_2017.parquet');
    const columns = 'columns: { adjusted_close: adj_close }';
    const report = await check(`source: parquet\nbars: { path: ${path}, close_adjusted_for: nothing, ${columns} }`);
    // "191,734 duplicate keys" counts rows beyond the first of their key. They belong to 189,756 keys, of which 8 are on
    // days on which the exchange was closed. Both bars of a key are missing, so that no other rule sees them.
    expect(counts(report).duplicates).toEqual([189_748, 189_748]);
    expect(counts(report)).not.toHaveProperty('not_positive');
  });

  it('the latest vintage of each day: non-positive prices, splits in raw closes, symbols that come back', {
    timeout: 60_000,
  }, async () => {
    const report = await check(`source: duckdb
query: >-
  SELECT * EXCLUDE file_date FROM '${shared('data/messy_pystock_vintage_2015_2017.parquet')}'
  QUALIFY row_number() OVER (PARTITION BY ticker, date ORDER BY file_date DESC) = 1
bars: { close_adjusted_for: nothing, columns: { adjusted_close: adj_close } }`);
    // "28 non-positive prices" are rows of CUI: eleven days as they were told last, one of them Good Friday of 2015.
    expect(counts(report)).toMatchObject({ not_positive: [10, 10], closed_days: [24, 24], symbol_reused: [4, 393] });
    // Listed: NFLX 7:1. SBUX, NKE, MDVN, IART 2:1, SKX 3:1, GENC 3:2, MNI 1:10 were split on these days. TOR went to five
    // times its price on 400 shares.
    expect(found(report, 'adjustment').map((line) => line.split(' ')[0])).toEqual([
      ...['GENC', 'IART', 'MDVN', 'MNI', 'NFLX', 'NKE', 'SBUX', 'SKX', 'TOR'],
    ]);
    // Back from bankruptcy at another price.
    expect(found(report, 'symbol_reused').map((line) => line.split(' ')[0])).toEqual(['EXXI', 'KEG', 'SD', 'VRS']);
  });
});
