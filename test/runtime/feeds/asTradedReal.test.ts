/** Yahoo's split-adjusted closes of 2015 to 2017 taken back, against closes that another collector wrote down each day. */
import { expect, it } from 'vitest';
import { priceAsTraded, shareFactors } from '../../../runtime/feeds/yahoo/asTraded.ts';
import { literal } from '../../../runtime/sources/files/duck.ts';
import { withDuck } from '../../../runtime/store/database.ts';
import { shared } from '../../support/shared.ts';
import { describeWithShared } from '../../support/vectors.ts';

const file = (name: string) => literal(shared(`data/${name}.parquet`));
const DAY = (column: string) => `${column}::DATE - DATE '1970-01-01'`;

describeWithShared('closes before a split', () => {
  it('are those of the day, to the cent, for every bar of the five stocks that split', async () => {
    const [splits, closes] = await withDuck(async (duck) => [
      await duck.rows(
        `SELECT ticker, ${DAY('date')}, split FROM ${file('corporate_actions_yahoo_to_2018')} ` +
          "WHERE split NOT IN (0, 1) AND date > '2015-03-01'",
      ),
      await duck.rows(
        `SELECT y.ticker, ${DAY('y.date')}, y.close, max(m.close) FROM ${file('daily_yahoo_sp500ever_2008_2018')} y ` +
          `JOIN ${file('messy_pystock_vintage_2015_2017')} m ON m.ticker = y.ticker AND m.date::DATE = y.date::DATE ` +
          'GROUP BY ALL HAVING min(m.close) = max(m.close)',
      ),
    ]);
    const splitsOf = Map.groupBy(splits, ([ticker]) => String(ticker));
    let compared = 0;
    for (const [ticker, day, adjusted, traded] of closes) {
      const known = (splitsOf.get(String(ticker)) ?? []).map(([, on, ratio]) => ({
        day: Number(on),
        ratio: Number(ratio),
      }));
      const [factor] = shareFactors([Number(day)], known);
      if (factor === 1) continue;
      compared += 1;
      expect(priceAsTraded(Number(adjusted), factor!)).toBe(Number(Number(traded).toFixed(2)));
    }
    expect(compared).toBe(1306);
  });
});
