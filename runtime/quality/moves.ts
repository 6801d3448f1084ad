/** Moves from one close to the next that are too large for the ticker, and what may explain them. */
import { type Circumstances, extent, type KnownAction, type TickerBars } from './bars.ts';
import { FEWEST_MOVES, moveScale } from './statistics.ts';

/**
 * Moves of so many standard deviations are looked at. Daily returns have tails like Student's t with three degrees of
 * freedom, in which one of 700 is larger: most are news, which is why a move must also be unexplained.
 */
export const JUMP_LIMIT = 10;

/** Sessions before a move whose own scale it must exceed too, so that a crisis is not a row of jumps. */
const LOCAL = 63;

/** Money that changes hands on news: more than so many times the median of the sessions before. */
const NEWS = 2;

/** A move that is taken back to within a quarter of it is no change of level. */
const TAKEN_BACK = 0.25;

export interface LargeMove {
  /** Index of the bar it led to, and of the one before. */
  readonly at: number;
  readonly before: number;
  /** ln of close over close before. */
  readonly move: number;
  /** Over the scale. */
  readonly deviations: number;
  /** Whether it is taken back by the next bar. */
  readonly spike: boolean;
}

/**
 * Large moves that neither an action nor news explains: taken back at once, or made over night and without a crowd. A
 * price that halves because shares were split or a part of the company was given away has done so at the open; news
 * bring money, and a crash is made in the course of the day.
 */
export function unexplainedMoves(bars: TickerBars, circumstances: Circumstances): readonly LargeMove[] {
  const known = found.get(bars);
  if (known !== undefined) return known;
  const moves = findMoves(bars, circumstances);
  found.set(bars, moves);
  return moves;
}

/** Two rules ask for them. */
const found = new WeakMap<TickerBars, readonly LargeMove[]>();

function findMoves(bars: TickerBars, circumstances: Circumstances): LargeMove[] {
  const { close } = bars;
  const { first, last } = extent(close);
  const scale = moveScale(close, first, last);
  const moves: LargeMove[] = [];
  if (!(scale > 0)) return moves;
  const least = Math.exp(-JUMP_LIMIT * scale);
  const most = 1 / least;
  let before = first;
  for (let at = first + 1; at <= last; at++) {
    const ratio = close[at]! / close[before]!;
    if (ratio < least || ratio > most) {
      const large = judge(bars, circumstances, before, at, scale);
      if (large !== null) moves.push(large);
    }
    if (close[at]! > 0) before = at;
  }
  return moves;
}

function judge(
  bars: TickerBars,
  circumstances: Circumstances,
  before: number,
  at: number,
  overall: number,
): LargeMove | null {
  const { close } = bars;
  const move = Math.log(close[at]! / close[before]!);
  if (!Number.isFinite(move)) return null;
  const local = moveScale(close, Math.max(0, before - LOCAL), before);
  const scale = (local > overall ? local : overall) * stretch(bars.days[at]! - bars.days[before]!);
  const deviations = Math.abs(move) / scale;
  if (deviations <= JUMP_LIMIT || explained(bars, circumstances, before, at, JUMP_LIMIT * scale)) return null;
  const next = nextClose(close, at);
  const spike = next > 0 && Math.abs(Math.log(next / close[before]!)) < TAKEN_BACK * Math.abs(move);
  // The way back from a spike is part of it.
  if (takesBack(close, before, at, move)) return null;
  return spike || (overnight(bars, before, at, move) && !isNews(bars, before, at))
    ? { at, before, move, deviations, spike }
    : null;
}

/** Over a hole in the bars a price may wander: as the root of the sessions. Holidays are up to five days. */
function stretch(days: number): number {
  return days > 5 ? Math.sqrt((days * 252) / 365) : 1;
}

/** An action of the day, or of the session before or after it by a vendor's slip, that leaves an ordinary move. */
function explained(
  { close, days, actions }: TickerBars,
  { basis }: Circumstances,
  before: number,
  at: number,
  limit: number,
): boolean {
  const from = days[Math.max(0, before - 1)]!;
  const to = days[Math.min(days.length - 1, at + 1)]!;
  return actions.some((action) => {
    if (action.day <= from || action.day > to) return false;
    const now = close[at]! * (basis === 'splits_and_dividends' ? 1 : action.split) + action.dividend;
    return Math.abs(Math.log(now / close[before]!)) <= limit;
  });
}

function nextClose(close: Float64Array, at: number): number {
  for (let t = at + 1; t < close.length; t++) if (!Number.isNaN(close[t]!)) return close[t]!;
  return Number.NaN;
}

function takesBack(close: Float64Array, before: number, at: number, move: number): boolean {
  let earlier = before - 1;
  while (earlier >= 0 && !(close[earlier]! > 0)) earlier--;
  return earlier >= 0 && Math.abs(Math.log(close[at]! / close[earlier]!)) < TAKEN_BACK * Math.abs(move);
}

/** What takes effect before the open is there at the open: at least half of the move. */
function overnight({ open, close }: TickerBars, before: number, at: number, move: number): boolean {
  return !(Math.log(open[at]! / close[before]!) / move < 0.5);
}

function isNews({ close, volume, rawClose, rawVolume }: TickerBars, before: number, at: number): boolean {
  const prices = rawClose ?? close;
  const shares = rawVolume ?? volume;
  const money = new Float64Array(FEWEST_MOVES);
  let count = 0;
  for (let t = before; t >= 0 && count < FEWEST_MOVES; t--) {
    const traded = prices[t]! * shares[t]!;
    if (!Number.isNaN(traded)) money[count++] = traded;
  }
  const usual = money.subarray(0, count).sort()[count >> 1] ?? 0;
  return prices[at]! * shares[at]! > NEWS * usual;
}

/** Whether an action takes effect on the bar at an index, or since the one before. */
export function actionsSince(bars: TickerBars, before: number, at: number): readonly KnownAction[] {
  const { days, actions } = bars;
  return actions.filter(({ day }) => day > days[before]! && day <= days[at]!);
}
