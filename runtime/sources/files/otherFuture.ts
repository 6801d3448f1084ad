/**
 * What files would hold on a day had what came later been otherwise, for the audit: a source that is given these and
 * answers another bit until that day has used what came later.
 *
 * Bars after the day are not read at all. But a vendor restates those before it: closes are divided by later splits and
 * reduced by later dividends, and nothing in a file says what they were on the day. So the future is not taken away, it
 * is made another: after all that is known, shares split two for one, and half the price is paid as a dividend. Halves
 * and doubles lose no bit.
 *
 *   close is for …    nothing             splits                        splits and dividends
 *   open … close      –                   ½                             ¼
 *   volume            –                   2                             2
 *   adjusted close    ½ (the dividend)    ¼                             ¼
 *   actions           none after the day  splits and one more,          splits and one more,
 *                                         dividends ½, none after       dividends ½, none after
 */
import type { CorporateAction, CorporateActions } from './actions.ts';
import type { FileBars } from './bars.ts';
import type { Basis } from './factors.ts';

export interface Told {
  readonly file: FileBars;
  readonly actions: CorporateActions;
}

/** Changes the panels in place. `day`: days since 1970-01-01. */
export function withOtherFuture({ file, actions }: Told, basis: Basis, day: number): Told {
  const price = { nothing: 1, splits: 0.5, splits_and_dividends: 0.25 }[basis];
  for (const role of ['open', 'high', 'low', 'close'] as const) scale(file[role], price);
  scale(file.volume, basis === 'nothing' ? 1 : 2);
  if (file.adjusted_close) scale(file.adjusted_close, basis === 'nothing' ? 0.5 : 0.25);
  return {
    file,
    actions: { ...actions, byStock: actions.byStock.map((own) => otherActions(own, actions, basis, day)) },
  };
}

/** Files whose closes are as traded say nothing of splits to come; others are to be read with them. */
function otherActions(
  own: readonly CorporateAction[],
  { splitsKnown }: CorporateActions,
  basis: Basis,
  day: number,
): readonly CorporateAction[] {
  if (basis === 'nothing') return own.filter((action) => action.day <= day);
  const restated = own.map((action) => ({ ...action, dividend: action.day <= day ? action.dividend / 2 : 0 }));
  if (!splitsKnown) return restated;
  const after = Math.max(day, own.at(-1)?.day ?? day) + 1;
  return [...restated, { day: after, split: 2, dividend: 0 }];
}

function scale(values: Float64Array, factor: number): void {
  if (factor === 1) return;
  for (let at = 0; at < values.length; at++) values[at]! *= factor;
}
