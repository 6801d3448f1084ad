/** Prices of a session's fill instant, adjusted and as traded. */
import type { Plan } from '../../compiler/plan.ts';
import { type Market, newPanel, type Panel } from '../market.ts';

type Bars = Market['bars'];

/** Of a fill over a session the proxy is its typical price, (high + low + close) / 3; it needs all three. */
export function fillPrices({ execution }: Pick<Plan, 'execution'>, { open, high, low, close }: Bars): Panel {
  const { fillAt } = execution;
  if (fillAt.endsWith('open')) return open;
  if (fillAt.endsWith('close')) return close;
  const typical = newPanel(close.length);
  for (let at = 0; at < close.length; at++) typical[at] = (high[at]! + low[at]! + close[at]!) / 3;
  return typical;
}

/** All prices of a session are adjusted by one factor, which its close tells. */
export function rawFillPrices(prices: Panel, { close, raw_close }: Bars): Panel {
  if (prices === close) return raw_close;
  const raw = newPanel(prices.length);
  for (let at = 0; at < prices.length; at++) raw[at] = prices[at]! * (raw_close[at]! / close[at]!);
  return raw;
}
