/**
 * The planted signal and the prices that carry it. At the close of t, over the listed stocks with 20 sessions of
 * history,
 *
 *   reversal = −z(z(close / close₋₅ − 1) + 0.7 · z(close / mean(close, 20) − 1))
 *   signal   = z(reversal · (1 + 0.6 · tanh z(log(volume / mean(volume, 20)))))
 *
 * z being standardisation across stocks, clipped at 3: a short-term reversal that is stronger on high volume. The
 * stock's expected return for the next session is c · signal. Everything in it is a plain function of std features
 * (ret_5d, mom_20d, volume_ratio), the interaction aside, so that a linear model finds most of it and a network more.
 *
 * Prices and signal feed on each other, so both come from one recursion over sessions. Arrays are session-major.
 */
import type { Company } from './companies.ts';
import type { Shocks } from './shocks.ts';

const WINDOW = 20;
const MOMENTUM_SHARE = 0.7;
const INTERACTION = 0.6;
const CLIP = 3;
/** log volume per own standard deviation of |return|. */
const VOLUME_ON_RETURN = 0.35;

export interface Path {
  /** Total-return price, 1 on the first session; NaN where there is no bar. */
  readonly wealth: Float64Array;
  /** Volume relative to a quiet day; NaN where there is no bar. */
  readonly activity: Float64Array;
  /** Standardised planted signal; NaN where there is too little history. */
  readonly signal: Float64Array;
}

export function walk(companies: readonly Company[], sessions: number, shocks: Shocks, c: number): Path {
  const stocks = companies.length;
  const wealth = new Float64Array(stocks * sessions).fill(Number.NaN);
  const activity = new Float64Array(stocks * sessions).fill(Number.NaN);
  const signal = new Float64Array(stocks * sessions).fill(Number.NaN);
  const wealthSum = new Float64Array(stocks);
  const activitySum = new Float64Array(stocks);
  const fiveDays = new Float64Array(stocks);
  const momentum = new Float64Array(stocks);
  const ratio = new Float64Array(stocks);

  for (let t = 0; t < sessions; t++) {
    const row = t * stocks;
    for (const [i, company] of companies.entries()) {
      fiveDays[i] = momentum[i] = ratio[i] = Number.NaN;
      if (t < company.listed || t >= company.gone) continue;
      const at = row + i;
      const known = t > company.listed ? signal[at - stocks]! : Number.NaN;
      const expected = Number.isNaN(known) ? 0 : Math.log1p(Math.max(-0.5, c * known));
      const change = t === company.listed ? 0 : shocks.returns[at]! + expected;
      wealth[at] = t === company.listed ? 1 : wealth[at - stocks]! * Math.exp(change);
      const surprise = Math.min(Math.abs(change) / shocks.scale[at]!, 6);
      activity[at] = Math.exp(shocks.volume[at]! + VOLUME_ON_RETURN * surprise);

      wealthSum[i] += wealth[at];
      activitySum[i] += activity[at];
      const age = t - company.listed;
      if (age < WINDOW) continue;
      wealthSum[i] -= wealth[at - WINDOW * stocks]!;
      activitySum[i] -= activity[at - WINDOW * stocks]!;
      fiveDays[i] = wealth[at] / wealth[at - 5 * stocks]! - 1;
      momentum[i] = wealth[at] / (wealthSum[i]! / WINDOW) - 1;
      ratio[i] = Math.log(activity[at] / (activitySum[i]! / WINDOW));
    }
    combine(fiveDays, momentum, ratio, signal.subarray(row, row + stocks));
  }
  return { wealth, activity, signal };
}

/** The formula above for one session, into `out`; consumes its inputs. */
function combine(fiveDays: Float64Array, momentum: Float64Array, ratio: Float64Array, out: Float64Array): void {
  standardise(fiveDays);
  standardise(momentum);
  standardise(ratio);
  for (let i = 0; i < out.length; i++) out[i] = -(fiveDays[i]! + MOMENTUM_SHARE * momentum[i]!);
  standardise(out);
  for (let i = 0; i < out.length; i++) out[i] = out[i]! * (1 + INTERACTION * Math.tanh(ratio[i]!));
  standardise(out);
}

/** In place: mean 0, standard deviation 1 over what is there, clipped. With fewer than two values, or no spread, NaN. */
function standardise(values: Float64Array): void {
  let n = 0;
  let sum = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    n++;
    sum += value;
  }
  const mean = sum / n;
  let squares = 0;
  for (const value of values) if (!Number.isNaN(value)) squares += (value - mean) ** 2;
  const sd = Math.sqrt(squares / (n - 1));
  for (let i = 0; i < values.length; i++) {
    const z = sd > 0 ? (values[i]! - mean) / sd : Number.NaN;
    values[i] = Math.min(CLIP, Math.max(-CLIP, z));
  }
}
