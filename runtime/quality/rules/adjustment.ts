/**
 * Prices that are not adjusted as they are said to be:
 *
 * - a split that is told, and prices that do not show it, or show it although they are adjusted for it. The value is the
 *   move of the close over the split, in logarithms: −1 is a price that falls by the whole split, 0 one that does not.
 *   The limit is half: nearer to the wrong one of the two. Splits of less than 1.2 are lost in the day's own move.
 * - a move like a split that nobody tells (`../moves.ts` says which moves are unexplained).
 * - an adjusted close over close that moves on a day without an action. The limit is what rounding to three decimals
 *   does to both prices, and a twentieth of a per cent, under which no company pays a dividend.
 */
import { type Circumstances, extent, type TickerBars } from '../bars.ts';
import { actionsSince, unexplainedMoves } from '../moves.ts';
import type { Tell, TickerRule } from '../rule.ts';
import { likeASplit, splitText } from '../splits.ts';

const LEAST_SPLIT = Math.log(1.2);
const LEAST_FACTOR = 5e-4;
const ROUNDING = 0.0005;

export const adjustment: TickerRule = {
  name: 'adjustment',
  finds: 'prices not adjusted as they are said to be',
  falseAlarms: 'news that happen to halve a price; actions that a vendor dates a day off; spin-offs told as splits',
  find(bars, circumstances, tell) {
    verifyTold(bars, circumstances, tell);
    verifyUntold(bars, circumstances, tell);
    if (bars.adjustedClose !== null) verifyFactor(bars, bars.adjustedClose, circumstances, tell);
  },
};

function verifyTold(bars: TickerBars, { basis }: Circumstances, tell: Tell): void {
  if (bars.actions.length === 0) return;
  const { close, days } = bars;
  const { first, last } = extent(close);
  for (const { day, split } of bars.actions) {
    const ratio = Math.log(split);
    if (Math.abs(ratio) < LEAST_SPLIT || !(day > days[first]! && day <= days[last]!)) continue;
    const { before, at } = around(bars, day);
    const value = Math.log(close[at]! / close[before]!) / ratio;
    const expected = basis === 'nothing' ? -1 : 0;
    if (Math.abs(value - expected) <= 0.5 || Math.abs(value - (-1 - expected)) > 0.5) continue;
    const detail =
      basis === 'nothing'
        ? `a split of ${splitText(split)} that the close does not show`
        : `a split of ${splitText(split)} that the close is not adjusted for`;
    tell({ from: days[at]!, to: days[at]!, bars: 1, value, limit: -0.5, detail });
  }
}

/** The bars with a close on both sides of the open of a day. */
function around({ close, days }: TickerBars, day: number): { before: number; at: number } {
  let at = 0;
  while (days[at]! < day || Number.isNaN(close[at]!)) at++;
  let before = at - 1;
  while (Number.isNaN(close[before]!)) before--;
  return { before, at };
}

function verifyUntold(bars: TickerBars, circumstances: Circumstances, tell: Tell): void {
  for (const { at, move, spike } of unexplainedMoves(bars, circumstances)) {
    const split = spike ? null : likeASplit(move);
    if (split === null) continue;
    const detail = `× ${Math.exp(move).toPrecision(3)}, like a split of ${splitText(split)} that nobody tells`;
    const day = bars.days[at]!;
    tell({ from: day, to: day, bars: 1, value: Math.exp(move), limit: 1 / split, detail });
  }
}

/** All days in one finding: a vendor that tells no actions of a ticker, or other ones, does so all along. */
function verifyFactor(bars: TickerBars, adjusted: Float64Array, circumstances: Circumstances, tell: Tell): void {
  // Without them, any move of the factor may be a dividend.
  if (!circumstances.dividendsKnown || !circumstances.splitsKnown) return;
  const { close, days } = bars;
  const moved: FactorMove[] = [];
  let before = -1;
  for (let at = 0; at < close.length; at++) {
    if (!(adjusted[at]! > 0) || !(close[at]! > 0)) continue;
    if (before >= 0) {
      const value = (adjusted[at]! / close[at]!) * (close[before]! / adjusted[before]!) - 1;
      if (Math.abs(value) > LEAST_FACTOR) {
        const limit = LEAST_FACTOR + roundingOf(bars, adjusted, before) + roundingOf(bars, adjusted, at);
        const known = actionsSince(bars, before, at).length > 0;
        if (Math.abs(value) > limit && !known) moved.push({ day: days[at]!, value, limit });
      }
    }
    before = at;
  }
  if (moved.length > 0) tellFactor(moved, tell);
}

interface FactorMove {
  readonly day: number;
  readonly value: number;
  readonly limit: number;
}

function roundingOf({ close }: TickerBars, adjusted: Float64Array, at: number): number {
  return ROUNDING / close[at]! + ROUNDING / adjusted[at]!;
}

function tellFactor(moved: readonly FactorMove[], tell: Tell): void {
  const worst = moved.reduce((most, each) => (Math.abs(each.value) > Math.abs(most.value) ? each : most));
  const percent = `${(100 * worst.value).toPrecision(3)}%`;
  tell({
    from: moved[0]!.day,
    to: moved.at(-1)!.day,
    bars: moved.length,
    value: worst.value,
    limit: worst.limit,
    detail: `adjusted close over close moves without an action, by ${percent} at most`,
  });
}
