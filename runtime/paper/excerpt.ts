/** Some sessions of a market that is there already: what is computed on it costs no more than they do. */
import { BAR_FIELDS, type Market, mapSeries, newMask, newPanel } from '../market.ts';

/** Sessions `[start, end)`, to the bit as they are: prices stay adjusted from the market's own beginning. */
export function excerpt(market: Market, start: number, end: number): Market {
  const { sessions, tickers, sectors, oracle } = market;
  if (start === 0 && end === sessions.length) return market;
  const cells = tickers.length * (end - start);
  const part = <Panel extends { subarray(from: number, to: number): Panel; set(from: Panel, at: number): void }>(
    panel: Panel,
    into: Panel,
  ): Panel => {
    for (const stock of tickers.keys()) {
      const at = stock * sessions.length;
      into.set(panel.subarray(at + start, at + end), stock * (end - start));
    }
    return into;
  };
  const bars = BAR_FIELDS.map((field) => [field, part(market.bars[field], newPanel(cells))]);
  return {
    ...market,
    sessions: sessions.slice(start, end),
    bars: Object.fromEntries(bars) as Market['bars'],
    members: part(market.members, newMask(cells)),
    benchmark: market.benchmark?.slice(start, end) ?? null,
    external: mapSeries(market.external, (values) => values.slice(start, end)),
    sectors: sectors && { ...sectors, numbers: part(sectors.numbers, new Int16Array(cells)) },
    delistings: market.delistings
      .filter(({ session }) => session >= start && session < end)
      .map((each) => ({ ...each, session: each.session - start })),
    oracle: oracle && part(oracle, newPanel(cells)),
  };
}
