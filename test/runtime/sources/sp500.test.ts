import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseConfig } from '../../../configs/load.ts';
import { fromIsoDay, type Market } from '../../../runtime/market.ts';
import { openSource } from '../../../runtime/sources/open.ts';
import { describeWithShared } from '../../support/vectors.ts';

describeWithShared('examples/sp500_2008_2018.yaml on real bars', () => {
  const loading = (async (): Promise<Market> => {
    const parsed = parseConfig(readFileSync('examples/sp500_2008_2018.yaml', 'utf8'), 'sp500_2008_2018.yaml');
    if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
    const source = await openSource(parsed.config.data, 'examples');
    return source.load(
      {
        members: { source: 'constituents', index: 'SP500' },
        benchmark: 'SPY',
        calendar: 'XNYS',
        series: [],
        sectors: false,
        period: { from: '2008-01-01', to: '2018-12-31' },
      },
      { emit() {} },
    );
  })();

  async function at(ticker: string, day: string) {
    const market = await loading;
    const t = market.sessions.indexOf(fromIsoDay(day));
    const place = market.tickers.indexOf(ticker) * market.sessions.length + t;
    return { market, t, place };
  }

  it('has every session of the exchange and every name of the file', async () => {
    const market = await loading;
    expect(market.sessions).toHaveLength(2769);
    expect(market.tickers).toHaveLength(504);
    expect(market.assumptions.join('\n')).not.toContain('XNYS');
  });

  // Counts stated beside the data.
  it.each([
    ['2008-06-30', 319],
    ['2012-06-29', 363],
    ['2018-06-29', 432],
  ])('on %s holds bars of %i members', async (day, count) => {
    const { market, t } = await at('AAPL', day);
    let members = 0;
    for (let place = t; place < market.members.length; place += market.sessions.length) {
      if (market.members[place] === 1 && !Number.isNaN(market.bars.close[place]!)) members++;
    }
    expect(members).toBe(count);
  });

  it('undoes the splits in raw closes: NFLX fell from 702.60 to 98.13 when it split 7 for 1', async () => {
    const before = await at('NFLX', '2015-07-14');
    const after = await at('NFLX', '2015-07-15');
    expect(before.market.bars.raw_close[before.place]).toBeCloseTo(702.6, 1);
    expect(after.market.bars.raw_close[after.place]).toBeCloseTo(98.13, 2);
    const { close } = before.market.bars;
    expect(close[after.place]! / close[before.place]!).toBeCloseTo((98.13 * 7) / 702.6, 3);
  });

  it('knows when a member came: NFLX on 2010-12-20', async () => {
    const before = await at('NFLX', '2010-12-17');
    const after = await at('NFLX', '2010-12-20');
    expect([before.market.members[before.place], after.market.members[after.place]]).toEqual([0, 1]);
  });

  it('has SPY with its dividends as benchmark', async () => {
    const market = await loading;
    expect(market.benchmark!.some(Number.isNaN)).toBe(false);
    // Published total returns of the S&P 500: 2017 +21.83%, 2018 −4.38%; the fund is within its fee of them.
    const level = (day: string): number => market.benchmark![market.sessions.indexOf(fromIsoDay(day))]!;
    expect(level('2017-12-29') / level('2016-12-30') - 1).toBeCloseTo(0.217, 2);
    expect(level('2018-12-31') / level('2017-12-29') - 1).toBeCloseTo(-0.045, 2);
  });

  it('tells which members have no bars', async () => {
    expect((await loading).assumptions.join('\n')).toMatch(
      /2\d\d of 7\d\d members of SP500 in the period have no bars/,
    );
  });
});
