/**
 * From the file's bars to the run's seven: open, high, low and close adjusted for splits and dividends, volume for
 * splits, close and dollar volume as traded. What the file does not tell is worked out from splits and dividends, and
 * what those do not tell is assumed, in a sentence.
 *
 *   later splits S(t) = ∏ ratio,                           over splits that take effect after t
 *   dividends    D(t) = ∏ (1 − dividend / close before),   over ex-days after t (CRSP's factor)
 *
 *   file's close is for …    nothing        splits         splits and dividends
 *   split-adjusted           close / S      close          –
 *   as traded                close          close · S      close · S (dividends stay in it)
 *   adjusted                 close / S · D  close · D      close
 */
import type { FilesConfig } from '../../../configs/schema.ts';
import { type Axes, type BarField, newPanel, type Panel, toIsoDay } from '../../market.ts';
import { UserError } from '../../ports.ts';
import type { CorporateAction, CorporateActions } from './actions.ts';
import type { FileBars } from './bars.ts';

type Basis = FilesConfig['bars']['close_adjusted_for'];

export interface AdjustedBars {
  readonly bars: Readonly<Record<BarField, Panel>>;
  readonly assumptions: readonly string[];
}

/** Takes the file's panels over: some are changed in place and become the run's. */
export function adjustBars(file: FileBars, actions: CorporateActions, axes: Axes, basis: Basis): AdjustedBars {
  verifyAdjustable(file, actions, basis);
  const sessions = axes.sessions.length;
  // Without an action nothing below changes a close: one panel is both.
  const unchanged = !file.adjusted_close && actions.byStock.every((own) => own.length === 0);
  const raw = file.raw_close ?? (unchanged ? file.close : newPanel(file.close.length));
  const dollars = newPanel(file.close.length);
  const none = new Float64Array(sessions).fill(1);
  const splits = new Float64Array(sessions);
  const dividends = new Float64Array(sessions);
  for (const [stock, own] of actions.byStock.entries()) {
    const from = stock * sessions;
    if (own.length > 0) laterFactors(own, axes.sessions, file.close, from, basis, splits, dividends);
    const later = own.length > 0 ? splits : none;
    const paid = own.length > 0 ? dividends : none;
    if (!file.raw_close && !unchanged) fillRaw(file.close, from, later, basis, raw);
    fillDollars(file, from, raw, sessions, dollars);
    if (unchanged) {
      leaveOutHalfBars(file, from, sessions);
      continue;
    }
    if (basis === 'nothing') removeSplits(file, from, later);
    adjustPrices(file, from, basis === 'splits_and_dividends' ? none : paid);
  }
  const { open, high, low, close, volume } = file;
  return {
    bars: { open, high, low, close, volume, raw_close: raw, dollar_volume: dollars },
    assumptions: sentences(file, actions, basis),
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

/** From prices and volume as traded to those of today's shares. */
function removeSplits(file: FileBars, from: number, later: Float64Array): void {
  for (let t = 0; t < later.length; t++) {
    const at = from + t;
    file.open[at] = file.open[at]! / later[t]!;
    file.high[at] = file.high[at]! / later[t]!;
    file.low[at] = file.low[at]! / later[t]!;
    file.close[at] = file.close[at]! / later[t]!;
    file.volume[at] = file.volume[at]! * later[t]!;
  }
}

/** Scales a bar by what its adjusted close is to its close: the file's own, else by later dividends. */
function adjustPrices(file: FileBars, from: number, paid: Float64Array): void {
  const { open, high, low, close } = file;
  const adjusted = file.adjusted_close;
  for (let t = 0; t < paid.length; t++) {
    const at = from + t;
    const target = adjusted ? adjusted[at]! : close[at]! * paid[t]!;
    const scale = target / close[at]!;
    open[at] = open[at]! * scale;
    high[at] = high[at]! * scale;
    low[at] = low[at]! * scale;
    close[at] = target;
  }
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
    'The close is adjusted for nothing, and the config names neither an adjusted close nor splits: a split would look ' +
      'like a crash.',
    [
      'Name `adjusted_close` or `split_factor` under `data.bars.columns`, or a file under `data.corporate_actions`.',
      'If the close is adjusted after all, say so: `close_adjusted_for: splits`.',
    ],
  );
}

/** Fills S and D of one stock; both are 1 after its last action. */
function laterFactors(
  actions: readonly CorporateAction[],
  days: Int32Array,
  close: Panel,
  from: number,
  basis: Basis,
  splits: Float64Array,
  dividends: Float64Array,
): void {
  let split = 1;
  let dividend = 1;
  let next = actions.length - 1;
  for (let t = days.length - 1; t >= 0; t--) {
    for (; next >= 0 && actions[next]!.day > days[t]!; next--) {
      const action = actions[next]!;
      // An ex-day before the next session belongs to this close, the last before it; one after the end to none here.
      if (t + 1 < days.length && action.dividend > 0) {
        const before = lastClose(close, from, t);
        // With raw closes and a split on the same day, the dividend is per new share.
        const paid = basis === 'nothing' ? action.dividend * action.split : action.dividend;
        if (paid < before) dividend *= 1 - paid / before;
      }
      split *= action.split;
    }
    splits[t] = split;
    dividends[t] = dividend;
  }
}

function lastClose(close: Panel, from: number, t: number): number {
  for (let u = t; u >= 0; u--) if (!Number.isNaN(close[from + u]!)) return close[from + u]!;
  return Number.NaN;
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
