/**
 * From the file's bars to the run's seven: open, high, low and close adjusted for splits and dividends, volume for
 * splits, close and dollar volume as traded. What the file does not tell is worked out from splits and dividends, and
 * what those do not tell is assumed, in a sentence.
 *
 * A bar holds what was known by its session: adjustment starts at a stock's first bar of the run, where the adjusted
 * close is the raw close, and goes forward (docs/decisions/adjusted-forward.md).
 *
 *   splits since the first bar     S(t) = ∏ ratio
 *   dividends since the first bar  D(t) = ∏ close before / (close before − dividend)
 *   level                          L    = what makes the first close the raw close
 *
 *   file's close is for …    nothing     splits               splits and dividends
 *   as traded                close       close · later splits close · later splits (dividends stay in it)
 *   adjusted                 close · S D close · D · L        close · L
 *   an adjusted close        its own · L
 */
import { type Axes, type BarField, newPanel, type Panel, toIsoDay } from '../../market.ts';
import { UserError } from '../../ports.ts';
import type { CorporateActions } from './actions.ts';
import type { FileBars } from './bars.ts';
import { type Basis, factorsSince, laterSplits } from './factors.ts';

export interface AdjustedBars {
  readonly bars: Readonly<Record<BarField, Panel>>;
  readonly assumptions: readonly string[];
}

/** Takes the file's panels over: some are changed in place and become the run's. */
export function adjustBars(file: FileBars, actions: CorporateActions, axes: Axes, basis: Basis): AdjustedBars {
  verifyAdjustable(file, actions, basis);
  const sessions = axes.sessions.length;
  // Without an action nothing tells the close from the raw close: one panel is both.
  const asRead = !file.raw_close && !file.adjusted_close && actions.byStock.every((own) => own.length === 0);
  const raw = file.raw_close ?? (asRead ? file.close : newPanel(file.close.length));
  const dollars = newPanel(file.close.length);
  const later = new Float64Array(sessions);
  const since = { splits: new Float64Array(sessions), dividends: new Float64Array(sessions) };
  for (const [stock, own] of actions.byStock.entries()) {
    const from = stock * sessions;
    laterSplits(own, axes.sessions, later);
    factorsSince(own, axes.sessions, file.close.subarray(from, from + sessions), basis, since.splits, since.dividends);
    if (!file.raw_close && !asRead) fillRaw(file.close, from, later, basis, raw);
    fillDollars(file, from, raw, sessions, dollars);
    adjustVolume(file, from, raw, later, since.splits, basis);
    if (asRead) leaveOutHalfBars(file, from, sessions);
    else adjustPrices(file, from, raw, since.splits, since.dividends, basis);
  }
  const { open, high, low, close, volume } = file;
  return {
    bars: { open, high, low, close, volume, raw_close: raw, dollar_volume: dollars },
    assumptions: [...sentences(file, actions, basis), ...levels(file, actions, basis)],
  };
}

function fillRaw(close: Panel, from: number, later: Float64Array, basis: Basis, raw: Panel): void {
  if (basis === 'nothing') raw.set(close.subarray(from, from + later.length), from);
  else for (let t = 0; t < later.length; t++) raw[from + t] = close[from + t]! * later[t]!;
}

/** Splits leave price × shares as it is: as long as both are on one footing, it does not matter which. */
function fillDollars(file: FileBars, from: number, raw: Panel, sessions: number, dollars: Panel): void {
  const prices = file.raw_volume ? raw : file.close;
  const shares = file.raw_volume ?? file.volume;
  for (let at = from; at < from + sessions; at++) dollars[at] = prices[at]! * shares[at]!;
}

/** To shares of the first bar. Before the close is adjusted. */
function adjustVolume(
  file: FileBars,
  from: number,
  raw: Panel,
  later: Float64Array,
  splits: Float64Array,
  basis: Basis,
): void {
  const { volume } = file;
  if (basis === 'nothing') {
    for (let t = 0; t < splits.length; t++) volume[from + t] = volume[from + t]! / splits[t]!;
    return;
  }
  const level = volumeLevel(file, from, raw, later, basis);
  if (level !== 1) for (let at = from; at < from + later.length; at++) volume[at] = volume[at]! * level;
}

/** Shares of the first bar per share of the file: by what says it most directly. */
function volumeLevel(file: FileBars, from: number, raw: Panel, later: Float64Array, basis: Basis): number {
  const to = from + later.length;
  if (file.raw_volume) return ratioAtFirst(file.raw_volume, file.volume, from, to);
  if (basis === 'splits') return ratioAtFirst(file.close, raw, from, to);
  const first = firstPositive(file.close, file.close, from, to);
  return first < 0 ? 1 : 1 / later[first - from]!;
}

/** Scales a bar by what its adjusted close is to its close: the file's own, else by splits and dividends. */
function adjustPrices(
  file: FileBars,
  from: number,
  raw: Panel,
  splits: Float64Array,
  dividends: Float64Array,
  basis: Basis,
): void {
  const { open, high, low, close, adjusted_close: adjusted } = file;
  const to = from + splits.length;
  const scales = new Float64Array(splits.length);
  for (let t = 0; t < scales.length; t++) {
    if (adjusted) scales[t] = adjusted[from + t]! / close[from + t]!;
    else scales[t] = (basis === 'nothing' ? splits[t]! : 1) * (basis === 'splits_and_dividends' ? 1 : dividends[t]!);
  }
  const first = firstPositive(raw, adjusted ?? close, from, to);
  const level = first < 0 ? 1 : raw[first]! / ((adjusted ? 1 : scales[first - from]!) * (adjusted ?? close)[first]!);
  for (let at = from; at < to; at++) {
    const scale = scales[at - from]! * level;
    open[at] = open[at]! * scale;
    high[at] = high[at]! * scale;
    low[at] = low[at]! * scale;
    close[at] = adjusted ? adjusted[at]! * level : close[at]! * scale;
  }
}

/** First place at which both are there; -1: none. */
function firstPositive(one: Panel, other: Panel, from: number, to: number): number {
  for (let at = from; at < to; at++) if (one[at]! > 0 && other[at]! > 0) return at;
  return -1;
}

function ratioAtFirst(over: Panel, under: Panel, from: number, to: number): number {
  const first = firstPositive(over, under, from, to);
  return first < 0 ? 1 : over[first]! / under[first]!;
}

/** What `adjustPrices` does with a scale of 1: without a close there is no bar. */
function leaveOutHalfBars({ open, high, low, close }: FileBars, from: number, sessions: number): void {
  for (let at = from; at < from + sessions; at++) {
    if (Number.isNaN(close[at]!)) open[at] = high[at] = low[at] = Number.NaN;
  }
}

function verifyAdjustable(file: FileBars, actions: CorporateActions, basis: Basis): void {
  if (basis !== 'nothing' || file.adjusted_close || actions.splitsKnown) return;
  throw new UserError(
    'no-adjustment',
    'the close is adjusted for nothing, and the config names neither an adjusted close nor splits: a split would look ' +
      'like a crash',
    [
      'name `adjusted_close` or `split_factor` under `data.bars.columns`, or a file under `data.corporate_actions`',
      'if the close is adjusted after all, say so: `close_adjusted_for: splits`',
    ],
  );
}

function sentences(file: FileBars, actions: CorporateActions, basis: Basis): string[] {
  const said: string[] = [];
  if (!file.adjusted_close && basis !== 'splits_and_dividends' && !actions.dividendsKnown) {
    said.push('Prices are adjusted for splits only: returns leave dividends out.');
  }
  if (!file.raw_close && basis === 'splits') said.push(...rawFromSplits(actions));
  if (!file.raw_close && basis === 'splits_and_dividends') {
    said.push(
      'raw_close is the adjusted close: before a dividend or a split it is lower than what was paid, and a price ' +
        'filter excludes more stocks than it should.',
    );
  }
  if (basis === 'splits_and_dividends' && !file.raw_volume) {
    said.push('dollar_volume is adjusted close times volume: before dividends it is lower than what was traded.');
  }
  if (basis === 'nothing' && !actions.splitsKnown) {
    said.push('volume is as traded: it jumps at splits, because the config names none.');
  }
  return said;
}

function rawFromSplits(actions: CorporateActions): string[] {
  if (!actions.splitsKnown) {
    return [
      'raw_close is the split-adjusted close: before a split it is lower than what was paid, and a price filter ' +
        'excludes more stocks than it should.',
    ];
  }
  const until = actions.lastDay === null ? 'there are none' : `until ${toIsoDay(actions.lastDay)}`;
  return [
    `raw_close undoes the splits that the config names (${until}); where the file's closes are adjusted for ` +
      'later ones too, it is lower than what was paid.',
  ];
}

/** Where the first raw close or volume is not known, what comes later stays in the level. */
function levels(file: FileBars, actions: CorporateActions, basis: Basis): string[] {
  if (basis === 'nothing') return [];
  const splits = actions.splitsKnown ? 'any splits after the last that the config names' : 'splits that come later';
  const said: string[] = [];
  if (!file.raw_close) {
    const carried = basis === 'splits' ? splits : `dividends that come later and ${splits}`;
    said.push(
      `Levels of open, high, low and close, not their ratios, carry ${carried}: the files do not tell what was paid at first.`,
    );
  }
  if (!file.raw_volume && !(file.raw_close && basis === 'splits')) {
    said.push(`Levels of volume, not its ratios, carry ${splits}.`);
  }
  return said;
}
