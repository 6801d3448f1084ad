/** The strategy's returns by calendar year, by regime of the market, and through named stress windows. */
import { returnFigures } from '../figures/performance.ts';
import { fromIsoDay, type Market, toIsoDay } from '../market.ts';
import type { Holdings } from '../results.ts';
import { type MarketIndex, regimesOf } from './marketIndex.ts';
import { STRESS_WINDOWS, type StressWindow } from './stressWindows.ts';
import type { Period } from './types.ts';

export interface PeriodInputs {
  readonly market: Pick<Market, 'sessions' | 'oracle'>;
  readonly holdings: Pick<Holdings, 'from' | 'to' | 'net'>;
  readonly index: MarketIndex;
  readonly sessionsPerYear: number;
}

/** Years in order, then regimes, then the stress windows that lie wholly within the test. Periods without a return are left out. */
export function periodsOf(inputs: PeriodInputs): Period[] {
  // Nothing of what markets went through happened in one that was made up.
  const turmoil = inputs.market.oracle === null ? stress(inputs) : [];
  return [...years(inputs), ...regimes(inputs), ...turmoil];
}

function years(inputs: PeriodInputs): Period[] {
  const yearOf = (day: number) => toIsoDay(day).slice(0, 4);
  const all = new Set(Array.from(inputs.holdings.to, (session) => yearOf(inputs.market.sessions[session]!)));
  return [...all].flatMap((year) =>
    dated(inputs, 'year', year, (h) => yearOf(inputs.market.sessions[inputs.holdings.to[h]!]!) === year),
  );
}

/**
 * A holding belongs to the regime that was known at the fill it began with. Turbulent is a volatility above the median
 * of the test, which is known only when the test is over: this describes, and no rule may trade on it.
 */
function regimes(inputs: PeriodInputs): Period[] {
  const { rising, volatility } = regimesOf(inputs.index);
  const start = (h: number) => inputs.holdings.from[h]!;
  const known = Array.from(inputs.holdings.from, (session) => volatility[session]!).filter((sd) => !Number.isNaN(sd));
  const median = known.sort((a, b) => a - b)[Math.floor((known.length - 1) / 2)] ?? Number.NaN;
  return [
    ...period(inputs, 'trend', 'rising market', (h) => rising[start(h)] === 1),
    ...period(inputs, 'trend', 'falling market', (h) => rising[start(h)] === 0),
    ...period(inputs, 'volatility', 'calm market', (h) => volatility[start(h)]! <= median),
    ...period(inputs, 'volatility', 'turbulent market', (h) => volatility[start(h)]! > median),
  ];
}

function stress(inputs: PeriodInputs): Period[] {
  const { to } = inputs.holdings;
  if (to.length === 0) return [];
  const day = (h: number) => inputs.market.sessions[to[h]!]!;
  const within = (window: StressWindow) =>
    fromIsoDay(window.from) >= inputs.market.sessions[inputs.holdings.from[0]!]! &&
    fromIsoDay(window.to) <= day(to.length - 1);
  return STRESS_WINDOWS.filter(within).flatMap(({ name, from, to: last }) =>
    dated(inputs, 'stress', name, (h) => day(h) >= fromIsoDay(from) && day(h) <= fromIsoDay(last)),
  );
}

function dated(inputs: PeriodInputs, group: Period['group'], name: string, belongs: (h: number) => boolean): Period[] {
  const { holdings, market } = inputs;
  const all = [...holdings.to.keys()].filter(belongs);
  const iso = (h: number | undefined) => (h === undefined ? null : toIsoDay(market.sessions[holdings.to[h]!]!));
  return period(inputs, group, name, belongs).map((each) => ({ ...each, from: iso(all[0]), to: iso(all.at(-1)) }));
}

function period(
  { holdings, index, sessionsPerYear }: PeriodInputs,
  group: Period['group'],
  name: string,
  belongs: (h: number) => boolean,
): Period[] {
  const all = [...holdings.net.keys()].filter(belongs);
  if (all.length === 0) return [];
  const figures = returnFigures(
    Float64Array.from(all, (h) => holdings.net[h]!),
    sessionsPerYear,
  );
  return [{ group, name, from: null, to: null, figures, market: marketOver(index, holdings, all) }];
}

/** Compounded over the holdings; null when one of their ends has no price. */
function marketOver(
  { level }: MarketIndex,
  { from, to }: PeriodInputs['holdings'],
  all: readonly number[],
): number | null {
  const growth = all.reduce((product, h) => product * (level[to[h]!]! / level[from[h]!]!), 1);
  return Number.isNaN(growth) ? null : growth - 1;
}
