/**
 * The market as it was known at a decision, on the axes of the whole: same stocks, its sessions until the cut, and one
 * more in which nothing is known. Of a session that is cut at its open, the open and who belongs are known. The session
 * after the cut is there for decisions that are filled in it, which is when the ledger tells of them; its date is known
 * beforehand, as a calendar's are.
 *
 * What is granted, since the data cannot tell when it was known: sectors without dates, and delistings that a source takes
 * from bars which end (`missing_tail`). A cut ends all bars and must not turn into delistings: those of the whole data are booked
 * until the cut, and none after it.
 */
import type { Groups } from '../groups.ts';
import { BAR_FIELDS, type BarField, type Market, mapSeries, newPanel, type Panel, toIsoDay } from '../market.ts';
import type { MarketData, MarketRequest } from '../ports.ts';
import { againstCut, type Cut, lastWhole } from './cuts.ts';

export interface Known {
  readonly market: Market;
  /** Those that the source answered with, by their places in the whole; others had not been members yet, or no bar. */
  readonly stocks: readonly number[];
  /** Whether the source itself answered as of the cut. */
  readonly bySource: boolean;
}

/** Asked of the source itself where it can answer as of a day; else what it loaded is cut. */
export async function loadKnown(data: MarketData, request: MarketRequest, whole: Market, cut: Cut): Promise<Known> {
  const day = toIsoDay(whole.sessions[lastWhole(cut)]!);
  const answered = (await data.loadAsOf?.(request, day, { emit() {} })) ?? whole;
  const has = new Set(answered.tickers);
  return {
    market: knownMarket(whole, answered, cut),
    stocks: [...whole.tickers.keys()].filter((stock) => has.has(whole.tickers[stock]!)),
    bySource: answered !== whole,
  };
}

/** `answered` may know fewer stocks. */
function knownMarket(whole: Market, answered: Market, cut: Cut): Market {
  const sessions = whole.sessions.slice(0, cut.session + 2);
  const at = new Map(Array.from(answered.sessions, (day, t) => [day, t] as const));
  const places = Int32Array.from(sessions.subarray(0, lastWhole(cut) + 1), (day) => at.get(day) ?? -1);
  const found = new Map(answered.tickers.map((ticker, stock) => [ticker, stock] as const));
  const stocks = whole.tickers.map((ticker) => found.get(ticker) ?? null);

  const panel = (from: Panel): Panel => {
    const out = newPanel(stocks.length * sessions.length).fill(Number.NaN);
    for (const [stock, source] of stocks.entries()) {
      if (source === null) continue;
      const start = source * answered.sessions.length;
      for (const [t, place] of places.entries()) {
        if (place >= 0) out[stock * sessions.length + t] = from[start + place]!;
      }
    }
    return out;
  };

  const bars = Object.fromEntries(BAR_FIELDS.map((field) => [field, panel(answered.bars[field])])) as Record<
    BarField,
    Panel
  >;
  const members = knownMembers(whole, answered, { stocks, places, sessions: sessions.length });
  const sectors = knownSectors(whole, answered, { stocks, places, sessions: sessions.length });
  if (cut.at === 'open') knowAtOpen(whole, cut.session, sessions.length, { open: bars.open, members, sectors });
  const { benchmark, external } = answered;
  return {
    ...answered,
    sessions,
    tickers: whole.tickers,
    bars,
    members,
    benchmark: benchmark && Float64Array.from(sessions, (_, t) => benchmark[places[t] ?? -1] ?? Number.NaN),
    external: knownSeries(whole, external, cut, places, sessions.length),
    sectors,
    delistings: whole.delistings.filter(({ session }) => session <= cut.session),
    oracle: null,
  };
}

/**
 * What the source says was published by the cut. What is published at the very open of a cut is that of the whole data:
 * no source answers as of an open.
 */
function knownSeries(
  whole: Market,
  answered: Market['external'],
  cut: Cut,
  places: Int32Array,
  sessions: number,
): Market['external'] {
  return mapSeries(answered, (values, { at, shift }, name) =>
    Float64Array.from({ length: sessions }, (_, t) => {
      const apart = againstCut(t + shift, at, cut);
      if (apart > 0) return Number.NaN;
      if (cut.at === 'open' && apart === 0) return whole.external[name]!.values[t]!;
      return values[places[t] ?? -1] ?? Number.NaN;
    }),
  );
}

/** What is known at an open beside all that was known the day before. */
interface AtOpen {
  readonly open: Panel;
  readonly members: Uint8Array;
  readonly sectors: Groups | null;
}

/** Until a session's open. No source answers as of one: all are those of the whole data. */
function knowAtOpen(whole: Market, session: number, sessions: number, { open, members, sectors }: AtOpen): void {
  for (let stock = 0; stock < whole.tickers.length; stock++) {
    const from = stock * whole.sessions.length + session;
    open[stock * sessions + session] = whole.bars.open[from]!;
    members[stock * sessions + session] = whole.members[from]!;
    if (sectors !== null) sectors.numbers[stock * sessions + session] = whole.sectors!.numbers[from]!;
  }
}

interface Placing {
  /** The answer's stock for each of the whole, or null. */
  readonly stocks: readonly (number | null)[];
  /** The answer's session for each until the cut; −1: none. */
  readonly places: Int32Array;
  readonly sessions: number;
}

function knownMembers(whole: Market, answered: Market, placing: Placing): Uint8Array {
  const members = new Uint8Array(placing.stocks.length * placing.sessions);
  place(whole, answered, placing, (to, from, of) => {
    members[to] = of.members[from]!;
  });
  return members;
}

/** By the numbers of the whole data, which may know groups that came later. */
function knownSectors(whole: Market, answered: Market, placing: Placing): Groups | null {
  if (whole.sectors === null || answered.sectors === null) return null;
  const { names } = whole.sectors;
  const numberOf = answered.sectors.names.map((name) => names.indexOf(name));
  const numbers = new Int16Array(placing.stocks.length * placing.sessions).fill(-1);
  place(whole, answered, placing, (to, from, of) => {
    const number = of.sectors!.numbers[from]!;
    numbers[to] = of === answered ? (numberOf[number] ?? -1) : number;
  });
  return { names, numbers };
}

/** Where the source did not answer with a stock, what it was until the cut is the whole data's. */
function place(
  whole: Market,
  answered: Market,
  { stocks, places, sessions }: Placing,
  put: (to: number, from: number, of: Market) => void,
): void {
  for (const [stock, source] of stocks.entries()) {
    const [market, row] = source === null ? [whole, stock] : [answered, source];
    for (const [t, at] of places.entries()) {
      const from = source === null ? t : at;
      if (from >= 0) put(stock * sessions + t, row * market.sessions.length + from, market);
    }
  }
}
