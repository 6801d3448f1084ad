/**
 * Bars from the path of a stock: what was paid on the day (splits and dividends included in the raw price), and the
 * adjusted prices, which are those a holder of one first share who reinvests its dividends would see. They are adjusted
 * forward from the first session, so that a bar never depends on a later split or dividend.
 */
import { type BarField, newPanel, type Panel } from '../../market.ts';
import type { Company } from './companies.ts';
import type { Shocks } from './shocks.ts';
import type { Path } from './signal.ts';
import { stream } from './streams.ts';

const QUARTER = 63;
/** A board splits a share that costs more than this, or gathers one that costs less, sooner or later. */
const SPLIT_ABOVE = 150;
const GATHER_BELOW = 4;
const SPLIT_PER_SESSION = 0.02;
const SPLIT_RATIOS = [2, 2, 2, 3, 4];
const GATHER_RATIO = 0.1;
/** Share of the day's return that happens overnight, and noise of it in own standard deviations. */
const OVERNIGHT = 0.35;
const OVERNIGHT_NOISE = 0.3;
const WICK = 0.45;

export interface Split {
  readonly stock: number;
  /** First session that trades after it. */
  readonly session: number;
  /** New shares per old share. */
  readonly ratio: number;
}

export interface Bars {
  readonly bars: Readonly<Record<BarField, Panel>>;
  /** Market capitalisation at the close in USD, stock-major. */
  readonly capitalisation: Panel;
  readonly splits: readonly Split[];
}

/** Stock-major panels from the session-major path. */
export function makeBars(
  seed: number,
  companies: readonly Company[],
  sessions: number,
  shocks: Shocks,
  path: Path,
): Bars {
  const stocks = companies.length;
  const panel = (): Panel => newPanel(stocks * sessions).fill(Number.NaN);
  const bars = {
    open: panel(),
    high: panel(),
    low: panel(),
    close: panel(),
    volume: panel(),
    raw_close: panel(),
    dollar_volume: panel(),
  };
  const capitalisation = panel();
  const splits: Split[] = [];

  for (const [i, company] of companies.entries()) {
    const intraday = stream(seed, 'intraday', i);
    const boards = stream(seed, 'splits', i);
    const dividends = stream(seed, 'dividends', i);
    let raw = company.firstPrice;
    let sharesPerFirst = 1;
    for (let t = company.listed; t < company.gone; t++) {
      const from = t * stocks + i;
      const at = i * sessions + t;
      const wealth = path.wealth[from]!;
      const before = t === company.listed ? wealth : path.wealth[from - stocks]!;

      const ratio = t === company.listed ? 1 : drawSplit(boards.uniform(), boards.uniform(), raw);
      if (ratio !== 1) splits.push({ stock: i, session: t, ratio });
      sharesPerFirst *= ratio;
      const paid = t > company.listed && t % QUARTER === company.exSession ? 0.8 + 0.4 * dividends.uniform() : 0;
      const dividend = (paid * company.dividendYield) / 4;
      raw = (raw * Math.max(0.01, wealth / before - dividend)) / ratio;

      const close = company.firstPrice * wealth;
      const previous = company.firstPrice * before;
      const sigma = shocks.scale[from]!;
      const overnight = OVERNIGHT * Math.log(wealth / before) + OVERNIGHT_NOISE * sigma * intraday.normal();
      const open = previous * Math.exp(overnight);
      bars.open[at] = open;
      bars.close[at] = close;
      bars.high[at] = Math.max(open, close) * Math.exp(WICK * sigma * Math.abs(intraday.normal()));
      bars.low[at] = Math.min(open, close) * Math.exp(-WICK * sigma * Math.abs(intraday.normal()));

      const traded = Math.max(100, Math.round(company.shares * company.dailyTurnover * path.activity[from]!));
      bars.volume[at] = traded;
      bars.raw_close[at] = raw;
      bars.dollar_volume[at] = raw * traded * sharesPerFirst;
      capitalisation[at] = raw * company.shares * sharesPerFirst;
    }
  }
  return { bars, capitalisation, splits };
}

function drawSplit(whether: number, which: number, price: number): number {
  if (whether >= SPLIT_PER_SESSION) return 1;
  if (price > SPLIT_ABOVE) return SPLIT_RATIOS[Math.floor(which * SPLIT_RATIOS.length)]!;
  return price < GATHER_BELOW ? GATHER_RATIO : 1;
}
