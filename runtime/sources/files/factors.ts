/** What splits and dividends of one stock multiply to, per session. */
import type { FilesConfig } from '../../../configs/schema.ts';
import type { CorporateAction } from './actions.ts';

export type Basis = FilesConfig['bars']['close_adjusted_for'];

/** Over splits that take effect after t: shares of the last day known per share of t. */
export function laterSplits(actions: readonly CorporateAction[], days: Int32Array, later: Float64Array): void {
  let split = 1;
  let next = actions.length - 1;
  for (let t = days.length - 1; t >= 0; t--) {
    for (; next >= 0 && actions[next]!.day > days[t]!; next--) split *= actions[next]!.split;
    later[t] = split;
  }
}

/**
 * Over actions after the first close and until t; 1 before. A dividend counts as CRSP's factor, the other way up:
 * close before / (close before − dividend). What comes after t is not looked at, so it changes no bit of t.
 */
export function factorsSince(
  actions: readonly CorporateAction[],
  days: Int32Array,
  close: Float64Array,
  basis: Basis,
  splits: Float64Array,
  dividends: Float64Array,
): void {
  splits.fill(1);
  dividends.fill(1);
  if (actions.length === 0) return;
  const first = close.findIndex((value) => !Number.isNaN(value));
  if (first < 0) return;

  let next = actions.findIndex(({ day }) => day > days[first]!);
  if (next < 0) return;
  let split = 1;
  let dividend = 1;
  let before = close[first]!;
  /** New shares per share of `before`. */
  let shares = 1;
  for (let t = first + 1; t < days.length; t++) {
    while (next < actions.length && actions[next]!.day <= days[t]!) {
      const { day } = actions[next]!;
      let paid = 0;
      for (; next < actions.length && actions[next]!.day === day; next++) {
        split *= actions[next]!.split;
        shares *= actions[next]!.split;
        paid += actions[next]!.dividend;
      }
      // As traded, a dividend is per share of its own day, and the close before may be of fewer.
      if (basis === 'nothing') paid *= shares;
      if (paid < before) dividend *= before / (before - paid);
    }
    splits[t] = split;
    dividends[t] = dividend;
    if (!Number.isNaN(close[t]!)) {
      before = close[t]!;
      shares = 1;
    }
  }
}
