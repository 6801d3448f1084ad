/** Files of made-up series from outside the market, for strategies that read some. */
import { toIsoDay } from '../../runtime/market.ts';
import type { MarketData } from '../../runtime/ports.ts';
import { openData } from './fileMarket.ts';
import { syntheticConfig } from './syntheticMarket.ts';
import type { Fixtures } from './tables.ts';

const day = (year: number, month: number, date: number) => Math.round(Date.UTC(year, month, date) / 86_400_000);

/** `daily.csv`: a value on most days, 2019 to 2025; `monthly.csv`: dated by the first of a month, out on the 12th of the next. */
export function writeSeries(files: Fixtures): void {
  const days = Array.from({ length: day(2026, 0, 1) - day(2019, 0, 1) }, (_, i) => day(2019, 0, 1) + i);
  const daily = days
    .filter((_, i) => i % 17 !== 3)
    .map((each, i) => `${toIsoDay(each)},${(20 + Math.sin(i) * 5).toFixed(3)}`);
  files.text('daily.csv', `date,value\n${daily.join('\n')}\n`);
  const monthly = Array.from(
    { length: 80 },
    (_, k) => `${toIsoDay(day(2019, k, 1))},${100 + k},${toIsoDay(day(2019, k + 1, 12))}`,
  );
  files.text('monthly.csv', `date,value,out\n${monthly.join('\n')}\n`);
}

/** The made-up market, with these series beside it: lines of YAML, such as `VIX: { path: daily.csv, published: at close }`. */
export function syntheticWith(files: Fixtures, stocks: number, series: readonly string[]): Promise<MarketData> {
  const { seed } = syntheticConfig(stocks);
  const lines = series.map((line) => `  ${line}\n`).join('');
  return openData(`source: synthetic\nstocks: ${stocks}\nseed: ${seed}\nseries:\n${lines}`, files.folder);
}
