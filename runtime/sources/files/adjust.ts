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
import { type Axes, type BarField, type Panel, toIsoDay } from '../../market.ts';
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
  const raw = file.raw_close ?? new Float64Array(file.close.length);
  const dollars = new Float64Array(file.close.length);
  const { open, high, low, close, volume } = file;

  const splits = new Float64Array(sessions);
  const dividends = new Float64Array(sessions);
  for (const [stock, own] of actions.byStock.entries()) {
    const from = stock * sessions;
    laterFactors(own, axes.sessions, file, from, basis, splits, dividends);
    for (let t = 0; t < sessions; t++) {
      const at = from + t;
      const said = close[at]!;
      const whole = basis === 'nothing' ? said / splits[t]! : said;
      const shares = basis === 'nothing' ? volume[at]! * splits[t]! : volume[at]!;
      const adjusted = file.adjusted_close?.[at] ?? (basis === 'splits_and_dividends' ? said : whole * dividends[t]!);
      if (!file.raw_close) raw[at] = basis === 'nothing' ? said : said * splits[t]!;
      // Splits leave price × shares as it is, so both may be split-adjusted.
      dollars[at] = file.raw_volume ? raw[at]! * file.raw_volume[at]! : whole * shares;
      const scale = adjusted / said;
      open[at] = open[at]! * scale;
      high[at] = high[at]! * scale;
      low[at] = low[at]! * scale;
      close[at] = adjusted;
      volume[at] = shares;
    }
  }
  return {
    bars: { open, high, low, close, volume, raw_close: raw, dollar_volume: dollars },
    assumptions: sentences(file, actions, basis),
  };
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
  file: FileBars,
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
        const before = lastClose(file.close, from, t);
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
