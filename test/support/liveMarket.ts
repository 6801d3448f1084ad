/** The made-up market day after day: one market, of which as many days are there as have passed. */
import { BAR_FIELDS, fromIsoDay, type Market, newPanel, toIsoDay } from '../../runtime/market.ts';
import type { Clock } from '../../runtime/paper/due.ts';
import type { MarketData } from '../../runtime/ports.ts';

/** An hour after the close in New York, in winter. */
export function eveningOf(day: number): Clock {
  return { kind: 'live', now: Date.parse(`${toIsoDay(day)}T22:00:00Z`), arrival: 15 };
}

/** One made-up market, of which a request is answered with its own days. */
export async function ofOneMarket(data: MarketData, whole: Parameters<MarketData['load']>[0]): Promise<MarketData> {
  const market = await data.load(whole, { emit() {} });
  const asked: string[] = [];
  return Object.assign(
    {
      ...data,
      snapshot: async ({ period }: typeof whole) => `${period.from} ${period.to}`,
      load: async ({ period }: typeof whole) => {
        asked.push(period.from);
        return {
          ...between(market, fromIsoDay(period.from), fromIsoDay(period.to)),
          snapshot: `${period.from} ${period.to}`,
        };
      },
    },
    { asked },
  );
}

function between(market: Market, from: number, to: number): Market {
  const start = market.sessions.findIndex((day) => day >= from);
  const end = market.sessions.findLastIndex((day) => day <= to) + 1;
  const count = market.sessions.length;
  const cut = <T extends Float64Array | Uint8Array>(values: T, out: T): T => {
    for (const stock of market.tickers.keys()) {
      out.set(values.subarray(stock * count + start, stock * count + end), stock * (end - start));
    }
    return out;
  };
  const cells = market.tickers.length * (end - start);
  return {
    ...market,
    sessions: market.sessions.slice(start, end),
    bars: Object.fromEntries(
      BAR_FIELDS.map((field) => [field, cut(market.bars[field], newPanel(cells))]),
    ) as Market['bars'],
    members: cut(market.members, new Uint8Array(cells)),
    benchmark: market.benchmark?.slice(start, end) ?? null,
    sectors: null,
    oracle: null,
    delistings: market.delistings
      .filter(({ session }) => session >= start && session < end)
      .map((each) => ({ ...each, session: each.session - start })),
  };
}
