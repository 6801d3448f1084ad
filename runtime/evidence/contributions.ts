/** Which names made and lost the money: Σ weight × return per stock, by the book engine's own rule for returns. */
import type { Plan } from '../../compiler/plan.ts';
import { fillPrices } from '../book/fillPrices.ts';
import { returnsSince } from '../book/settle.ts';
import type { Market } from '../market.ts';
import type { BookResult } from '../results.ts';
import type { Contribution } from './types.ts';

/**
 * Best first, ties by ticker; names never held are left out. Adds up to the sum of the holdings' gross returns.
 */
export function contributionsOf(
  plan: Plan,
  market: Market,
  { decisions, holdings, stocks }: BookResult,
): Contribution[] {
  const { weights } = decisions;
  const prices = fillPrices(plan, market.bars);
  const sessions = market.sessions.length;
  const lastPrice = new Float64Array(stocks).fill(Number.NaN);
  const price = new Float64Array(stocks);
  const returns = new Float64Array(stocks);
  const long = new Float64Array(stocks);
  const short = new Float64Array(stocks);
  const held = new Uint8Array(stocks);
  // Holding h is opened by fill h and ends at fill h + 1.
  for (let fill = 0; fill <= holdings.count && fill < decisions.count; fill++) {
    const session = decisions.filled[fill]!;
    for (let i = 0; i < stocks; i++) price[i] = prices[i * sessions + session]!;
    returnsSince(lastPrice, price, delistingsOn(market, session, stocks), returns);
    if (fill === 0) continue;
    for (let row = weights.starts[fill - 1]!; row < weights.starts[fill]!; row++) {
      const i = weights.stock[row]!;
      const weight = weights.held[row]!;
      if (weight === 0) continue;
      held[i] = 1;
      if (weight > 0) long[i]! += weight * returns[i]!;
      else short[i]! += weight * returns[i]!;
    }
  }
  return market.tickers
    .map((ticker, i) => ({ ticker, total: long[i]! + short[i]!, long: long[i]!, short: short[i]! }))
    .filter((_, i) => held[i] === 1)
    .sort((a, b) => b.total - a.total || (a.ticker < b.ticker ? -1 : 1));
}

function delistingsOn(market: Market, session: number, stocks: number): Float64Array | null {
  const today = market.delistings.filter((each) => each.session === session);
  if (today.length === 0) return null;
  const column = new Float64Array(stocks).fill(Number.NaN);
  for (const each of today) column[each.stock] = each.return;
  return column;
}
