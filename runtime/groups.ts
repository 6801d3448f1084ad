/** Stocks in groups, such as sectors, as data bring them. */
import { type Axes, type Market, newPanel, type Panel } from './market.ts';
import { UserError } from './ports.ts';
import { nearest } from './sources/wording.ts';

export interface Groups {
  /** Ascending; the number of a group is its place. */
  readonly names: readonly string[];
  /** The number of the group of each stock and session, stock-major; −1: in none. */
  readonly numbers: Int16Array;
}

/** A stock's time in a group; days, both included. */
export interface Spell {
  /** By its place among the tickers. */
  readonly stock: number;
  readonly group: string;
  readonly from: number;
  readonly to: number;
}

/** Of spells that overlap, the one that began last counts. */
export function groupsOf(spells: readonly Spell[], { sessions, tickers }: Axes): Groups {
  const names = [...new Set(spells.map(({ group }) => group))].sort();
  if (names.length > MOST_GROUPS) throw tooManyGroups(names);
  const numbers = new Int16Array(tickers.length * sessions.length).fill(-1);
  for (const { stock, group, from, to } of spells.toSorted((a, b) => a.from - b.from)) {
    const first = sessions.findIndex((day) => day >= from);
    const last = sessions.findLastIndex((day) => day <= to);
    if (first < 0 || first > last) continue;
    const start = stock * sessions.length;
    numbers.fill(names.indexOf(group), start + first, start + last + 1);
  }
  return { names, numbers };
}

/** As many as 16 bits can number. */
const MOST_GROUPS = 32_767;

function tooManyGroups(names: readonly string[]): UserError {
  return new UserError(
    'bad-sectors',
    `the sectors have ${names.length} names, such as ${names[0]} and ${names.at(-1)}; at most ${MOST_GROUPS} can be told apart`,
    ['look whether `data.sectors.columns.sector` names the right column'],
  );
}

/** One classification for all time, by stock. */
export function groupsForever(byStock: readonly (string | null)[], axes: Axes): Groups {
  const always = { from: -Infinity, to: Infinity };
  return groupsOf(
    byStock.flatMap((group, stock) => (group === null ? [] : [{ stock, group, ...always }])),
    axes,
  );
}

/** By name, of each stock on one session; null: in none. */
export function groupsOn({ names, numbers }: Groups, session: number, { sessions, tickers }: Axes): (string | null)[] {
  return tickers.map((_, stock) => names[numbers[stock * sessions.length + session]!] ?? null);
}

/** The sector of each stock on one session; null: in none, or the data have no sectors. */
export function sectorsOn(market: Market, session: number): (string | null)[] {
  return market.sectors === null ? market.tickers.map(() => null) : groupsOn(market.sectors, session, market);
}

/** As kernels read them: missing where a stock is in no group. */
export function groupPanel({ numbers }: Groups): Panel {
  const panel = newPanel(numbers.length);
  for (let at = 0; at < numbers.length; at++) panel[at] = numbers[at]! < 0 ? Number.NaN : numbers[at]!;
  return panel;
}

/**
 * 1 for who is in the group of that name, 0 for who is in another, stock-major; missing for who is in none.
 * @throws UserError `no-such-sector`
 */
export function inGroup({ names, numbers }: Groups, name: string): Panel {
  const wanted = names.indexOf(name);
  if (wanted < 0) throw noSuchSector(name, names);
  const panel = newPanel(numbers.length);
  for (let at = 0; at < numbers.length; at++) {
    panel[at] = numbers[at]! < 0 ? Number.NaN : numbers[at] === wanted ? 1 : 0;
  }
  return panel;
}

function noSuchSector(name: string, names: readonly string[]): UserError {
  const near = nearest(name, names)[0];
  return new UserError('no-such-sector', `the strategy asks for the sector ${name}, which the data do not have`, [
    near ? `did you mean ${near}?` : `they have: ${names.join(', ')}`,
  ]);
}
