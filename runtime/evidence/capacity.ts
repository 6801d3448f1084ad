/** How much capital the strategy carries, by the square-root law of impact on its own trades. */
import { capacity, impactLoad } from '../figures/capacity.ts';
import { mean, standardDeviation } from '../figures/moments.ts';
import type { Market, Panel } from '../market.ts';
import type { BookResult } from '../results.ts';
import type { Capacity } from './types.ts';

/** Sessions over which volume and volatility are known before an order. */
const WINDOW = 20;
const CAPITALS = [1e5, 3e5, 1e6, 3e6, 1e7, 3e7, 1e8, 3e8, 1e9, 3e9, 1e10];

/**
 * Trading a share p of a stock's daily dollar volume costs √p of its daily volatility (Almgren and others 2005, with the
 * coefficient of about 1 that is usual), besides what the strategy says that trading costs. Null where no rebalance can
 * be priced.
 */
export function capacityOf(market: Market, book: BookResult, sessionsPerYear: number): Capacity | null {
  const { decisions, holdings } = book;
  const { starts, stock, held, drifted } = decisions.weights;
  const sessions = market.sessions.length;
  const liquidity = liquidityOf(market);
  // Holding h is opened by fill h.
  const loads = Float64Array.from({ length: holdings.count }, (_, h) => {
    const rows = { from: starts[h]!, to: starts[h + 1]! };
    const known = decisions.filled[h]! - 1;
    const names = stock.subarray(rows.from, rows.to);
    const traded = Float64Array.from(names, (_, k) => Math.abs(held[rows.from + k]! - drifted[rows.from + k]!));
    const dollarVolume = Float64Array.from(names, (i) => (known < 0 ? Number.NaN : liquidity[i * sessions + known]!));
    return impactLoad({ traded, dollarVolume });
  });
  const unpriced = loads.filter((load) => Number.isNaN(load)).length;
  if (loads.length === unpriced) return null;
  const found = capacity({ returns: holdings.net, loads, coefficient: 1, sessionsPerYear }, CAPITALS);
  return { points: found.curve, breakEven: found.breakEven, unpriced: unpriced / loads.length };
}

/**
 * Mean dollar volume over variance, by stock and session: the law's σ √(Δ / V) is √(Δ / (V / σ²)), so that a volume in
 * these units carries the volatility with it. NaN where one of both is not known over the window.
 */
function liquidityOf({ sessions, tickers, bars }: Market): Panel {
  const n = sessions.length;
  const out = new Float64Array(tickers.length * n).fill(Number.NaN);
  const returns = new Float64Array(n);
  for (let column = 0; column < out.length; column += n) {
    for (let t = 1; t < n; t++) returns[t] = bars.close[column + t]! / bars.close[column + t - 1]! - 1;
    for (let t = WINDOW; t < n; t++) {
      const volume = mean(bars.dollar_volume.subarray(column + t + 1 - WINDOW, column + t + 1))!;
      const sd = standardDeviation(returns.subarray(t + 1 - WINDOW, t + 1))!;
      out[column + t] = volume / (sd * sd);
    }
  }
  return out;
}
