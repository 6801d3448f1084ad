/** Sectors and ranked members on real bars, held to what SQL says of the same files. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseConfig } from '../../../configs/load.ts';
import { fromIsoDay, type Market } from '../../../runtime/market.ts';
import { withTopMembers } from '../../../runtime/members.ts';
import { Duck } from '../../../runtime/sources/files/duck.ts';
import { openSource } from '../../../runtime/sources/open.ts';
import { Graph } from '../../support/expressions.ts';
import { shared } from '../../support/shared.ts';
import { describeWithShared } from '../../support/vectors.ts';

describeWithShared('universes of examples/sp500_2008_2018.yaml', () => {
  const loading = (async (): Promise<Market> => {
    const parsed = parseConfig(readFileSync('examples/sp500_2008_2018.yaml', 'utf8'), 'sp500_2008_2018.yaml');
    if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
    const source = await openSource(parsed.config.data, 'examples');
    return source.load(
      {
        members: { source: 'constituents', index: 'SP500' },
        benchmark: null,
        calendar: 'XNYS',
        series: [],
        sectors: true,
        period: { from: '2008-01-01', to: '2018-12-31' },
      },
      { emit() {} },
    );
  })();

  // Counted by SQL, of today's sectors: 130 of the 504 names are no longer in the index.
  it.each([
    ['Communication Services', 13],
    ['Consumer Discretionary', 37],
    ['Consumer Staples', 30],
    ['Energy', 17],
    ['Financials', 54],
    ['Health Care', 45],
    ['Industrials', 59],
    ['Information Technology', 47],
    ['Materials', 18],
    ['Real Estate', 26],
    ['Utilities', 28],
  ])('%s has %i stocks, all the time', async (sector, count) => {
    const { sectors, sessions, assumptions } = await loading;
    const number = sectors!.names.indexOf(sector);
    expect(sectors!.numbers.filter((each) => each === number)).toHaveLength(count * sessions.length);
    expect(assumptions.join('\n')).toContain('what reads them looks ahead. 130 of 504 stocks have none');
  });

  it.each(['2010-03-15', '2015-06-30', '2018-02-06'])(
    'on %s the hundred most traded are those SQL finds',
    async (day) => {
      const market = await loading;
      const members = topMembers(market, 100, 100);
      const t = market.sessions.indexOf(fromIsoDay(day));
      const found = market.tickers.filter((_, i) => members[i * market.sessions.length + t] === 1);
      expect(found).toEqual(await mostTraded(day));
    },
  );

  it('a hundred of them all the time, and far fewer changes where they are kept to a place', async () => {
    const market = await loading;
    const changes = (members: Uint8Array) => {
      let count = 0;
      for (let t = 62; t < market.sessions.length; t++) {
        let held = 0;
        for (let i = 0; i < market.tickers.length; i++) {
          const at = i * market.sessions.length + t;
          held += members[at]!;
          if (members[at] !== members[at - 1]) count++;
        }
        expect(held).toBe(100);
      }
      return count;
    };
    expect(changes(topMembers(market, 100, 120))).toBeLessThan(changes(topMembers(market, 100, 100)) / 4);
  });
});

function topMembers(market: Market, count: number, keep: number): Uint8Array {
  const graph = new Graph();
  const traded = graph.call('mean', [graph.field('dollar_volume')], [60], undefined, 59);
  const by = graph.call('lag', [traded], [1], undefined, 60);
  const universe = { top: { count, keep, by } } as Parameters<typeof withTopMembers>[0]['universe'];
  return withTopMembers({ universe, expressions: graph.nodes }, market).members;
}

/** By the mean of the 60 sessions before the day. Price and volume are adjusted for the same splits, which cancel. */
async function mostTraded(day: string): Promise<string[]> {
  const bars = shared('data/daily_yahoo_sp500ever_2008_2018.parquet');
  const stays = shared('data/sp500_membership_intervals.csv');
  const duck = await Duck.open();
  try {
    const rows = await duck.rows(`
      WITH bars AS (SELECT ticker, date::DATE AS date, close * volume AS traded FROM '${bars}'),
      days AS (SELECT DISTINCT date FROM bars WHERE date < DATE '${day}' ORDER BY date DESC LIMIT 60),
      members AS (
        SELECT DISTINCT ticker FROM read_csv('${stays}')
        WHERE start_date <= DATE '${day}' AND (end_date IS NULL OR end_date > DATE '${day}')
      )
      SELECT ticker FROM bars SEMI JOIN days USING (date) SEMI JOIN members USING (ticker)
      GROUP BY ticker HAVING count(*) = 60 ORDER BY avg(traded) DESC LIMIT 100`);
    return rows.map(([ticker]) => String(ticker)).sort();
  } finally {
    duck.close();
  }
}
