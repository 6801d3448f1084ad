/** The rules of data quality on the bars of a run, as they were read, and what the config says is done about findings. */
import { policyOf, type QualitySetting } from '../../../configs/quality.ts';
import type { FilesConfig } from '../../../configs/schema.ts';
import type { Axes } from '../../market.ts';
import { type EventSink, UserError } from '../../ports.ts';
import type { Circumstances, TickerBars } from '../../quality/bars.ts';
import { QualityCheck, type QualityReport, type RuleCount } from '../../quality/check.ts';
import type { Finding } from '../../quality/rule.ts';
import { RULES } from '../../quality/rules.ts';
import { lowerBound } from '../../quality/search.ts';
import { findingText } from '../../quality/text.ts';
import { counted, listed } from '../wording.ts';
import { type CorporateActions, readActions } from './actions.ts';
import {
  type BarRole,
  type BarTable,
  complainOfNumbers,
  type FileBars,
  filesOfPlaces,
  readBars,
  readClosedDays,
} from './bars.ts';
import { readDelistedDays } from './delistings.ts';
import type { Duck } from './duck.ts';
import type { Basis } from './factors.ts';

/** Everything a check looks at. Days by ticker; what is not in them has none. */
export interface BarsToCheck {
  readonly axes: Axes;
  readonly file: FileBars;
  readonly actions: CorporateActions;
  readonly basis: Basis;
  /** Days of which there was more than one bar; those bars are missing in `file`. */
  readonly repeated: ReadonlyMap<string, readonly number[]>;
  /** Days with a bar on which the exchange was closed. */
  readonly closed: ReadonlyMap<string, readonly number[]>;
  readonly delisted: ReadonlyMap<string, number>;
}

/** Which bars: `closed` are days with some on which the exchange was closed. */
interface Wanted {
  readonly table: BarTable;
  readonly axes: Axes;
  readonly closed: Int32Array;
  readonly duplicates: 'refused' | 'missing';
}

/** A second bar for a day is refused while bars are read, with the files it is in; where it may be, both are missing. */
export function duplicatesOf(setting: QualitySetting): Wanted['duplicates'] {
  return policyOf(setting).duplicates.severity === 'fail' ? 'refused' : 'missing';
}

/** The bars of the axes, and what their rules are judged by besides. */
export async function readToCheck(
  duck: Duck,
  data: FilesConfig,
  baseFolder: string,
  { table, axes, closed, duplicates }: Wanted,
): Promise<BarsToCheck> {
  const { file, repeated } = await readBars(duck, table, axes, duplicates);
  await verifyNumbers(duck, table, file);
  return {
    axes,
    file,
    actions: await readActions(duck, data, baseFolder, axes, table),
    basis: data.bars.close_adjusted_for,
    repeated,
    closed: await readClosedDays(duck, table, closed),
    delisted: await readDelistedDays(duck, data, baseFolder, table),
  };
}

/**
 * Looks by every rule; stops where the config says so, else masks and drops what it says, in place.
 * @returns with the sentences that say what was masked and dropped
 */
export async function judgeBars(
  duck: Duck,
  table: BarTable,
  setting: QualitySetting,
  bars: BarsToCheck,
): Promise<{ quality: QualityReport; remedied: string[] }> {
  const quality = checkBars(setting, bars);
  await verifyQuality(duck, table, bars.axes, quality);
  return { quality, remedied: applyRemedies(bars, quality) };
}

/** What rules found, but not the findings, which may be thousands: those are in the report. */
export function tellQuality({ bars, tickers, rules }: QualityReport, events: EventSink): void {
  if (rules.length > 0) events.emit({ type: 'data-quality', bars, tickers, rules });
}

/** Looks, and changes nothing. */
function checkBars(setting: QualitySetting, bars: BarsToCheck): QualityReport {
  const check = new QualityCheck(policyOf(setting), circumstancesOf(bars));
  showTickers(check, bars);
  return check.finish();
}

export function circumstancesOf({ axes, actions, basis }: BarsToCheck): Circumstances {
  const { splitsKnown, dividendsKnown } = actions;
  return { basis, splitsKnown, dividendsKnown, sessions: axes.sessions };
}

export function showTickers(check: QualityCheck, bars: BarsToCheck): void {
  for (const stock of bars.axes.tickers.keys()) check.see(barsOf(bars, stock));
}

/** Columns are views of the panels, not copies. */
function barsOf({ axes, file, actions, repeated, closed, delisted }: BarsToCheck, stock: number): TickerBars {
  const { sessions, tickers } = axes;
  const ticker = tickers[stock]!;
  const column = (panel: Float64Array) => panel.subarray(stock * sessions.length, (stock + 1) * sessions.length);
  const optional = (panel: Float64Array | undefined) => (panel ? column(panel) : null);
  return {
    ticker,
    days: sessions,
    open: column(file.open),
    high: column(file.high),
    low: column(file.low),
    close: column(file.close),
    volume: column(file.volume),
    adjustedClose: optional(file.adjusted_close),
    rawClose: optional(file.raw_close),
    rawVolume: optional(file.raw_volume),
    actions: actions.byStock[stock]!,
    delisted: delisted.get(ticker) ?? null,
    repeated: repeated.get(ticker) ?? [],
    closed: closed.get(ticker) ?? [],
  };
}

const SHOWN = 3;

/** Stops when a rule of severity `fail` has found anything. */
async function verifyQuality(
  duck: Duck,
  table: BarTable,
  axes: Axes,
  { rules, findings }: QualityReport,
): Promise<void> {
  const failed = rules.filter(({ severity }) => severity === 'fail').map(({ rule }) => rule);
  if (failed.length === 0) return;
  const bad = findings.filter(({ rule }) => failed.includes(rule));
  const places = bad.flatMap((finding) => placesOf(axes, finding));
  const told = failed.map((rule) => {
    const found = bad.filter((each) => each.rule === rule);
    const shown = found.slice(0, SHOWN).map(findingText).join('; ');
    return `${found.length} with ${RULES[rule].finds} (${shown}${found.length > SHOWN ? '; …' : ''})`;
  });
  throw new UserError(
    'bad-bars',
    `${await filesOfPlaces(duck, table, places)} has ${counted(new Set(places).size, 'bar')} that cannot be right: ` +
      told.join('; '),
    [
      'correct the file; `strat data quality --config FILE` lists every finding',
      'or say `quality: mask` under `data`: bars that cannot be right are then treated as missing and counted',
      `or set ${failed.map((rule) => `\`quality.rules.${rule}\``).join(', ')} alone`,
    ],
  );
}

/** Masks and drops in place, as the policy says of each finding; gives the sentences to report. */
function applyRemedies(
  { axes, file }: Pick<BarsToCheck, 'axes' | 'file'>,
  { rules, findings }: QualityReport,
): string[] {
  return rules.flatMap((each) => {
    if (each.remedy === 'keep') return [];
    const found = findings.filter(({ rule }) => rule === each.rule);
    if (each.remedy === 'drop') return [dropped(each, found, erase(file, placesOfTickers(axes, found)))];
    erase(
      file,
      found.flatMap((finding) => placesOf(axes, finding)),
    );
    return [masked(each, found)];
  });
}

/** How many of the bars were there. */
function erase(file: FileBars, places: readonly number[]): number {
  const panels = Object.values(file);
  let bars = 0;
  for (const place of places) {
    if (panels.some((panel) => !Number.isNaN(panel[place]!))) bars++;
    for (const panel of panels) panel[place] = Number.NaN;
  }
  return bars;
}

function masked({ rule, bars }: RuleCount, found: readonly Finding[]): string {
  const shown = found.slice(0, SHOWN).map(findingText).join('; ');
  return (
    `${counted(bars, 'bar')} found by the rule ${rule} (${RULES[rule].finds}) ${bars === 1 ? 'is' : 'are'} treated as ` +
    `missing: ${shown}${found.length > SHOWN ? '; …' : '.'}`
  );
}

function dropped({ rule, tickers }: RuleCount, found: readonly Finding[], bars: number): string {
  const names = listed([...new Set(found.map(({ ticker }) => ticker))]);
  return (
    `${counted(tickers, 'stock')} with ${counted(bars, 'bar')} ${tickers === 1 ? 'is' : 'are'} left out by the rule ` +
    `${rule} (${RULES[rule].finds}): ${names}; that they would be found was not known on the days before.`
  );
}

/** Places of the sessions from a finding's first day to its last. */
function placesOf({ sessions, tickers }: Axes, { ticker, from, to }: Finding): number[] {
  const row = tickers.indexOf(ticker) * sessions.length;
  const places: number[] = [];
  for (let t = lowerBound(sessions, from); t < sessions.length && sessions[t]! <= to; t++) places.push(row + t);
  return places;
}

function placesOfTickers({ sessions, tickers }: Axes, found: readonly Finding[]): number[] {
  const names = new Set(found.map(({ ticker }) => ticker));
  return [...names].flatMap((name) => {
    const row = tickers.indexOf(name) * sessions.length;
    return Array.from(sessions, (_, t) => row + t);
  });
}

/** An infinity stands for a text that is no number. */
async function verifyNumbers(duck: Duck, table: BarTable, file: FileBars): Promise<void> {
  for (const [role, panel] of Object.entries(file) as [BarRole, Float64Array][]) {
    for (let place = 0; place < panel.length; place++) {
      if (Math.abs(panel[place]!) === Infinity) return complainOfNumbers(duck, table, role);
    }
  }
}
