/** Everything the language knows by name. The compiler types with it, the runtime computes with it, the reference prints it. */
import { buckets } from './across/buckets.ts';
import { demean } from './across/demean.ts';
import { groupMean } from './across/group_mean.ts';
import { indexReturn } from './across/index_return.ts';
import { meanAcross } from './across/mean_across.ts';
import { rank } from './across/rank.ts';
import { zscore } from './across/zscore.ts';
import { sharpe, volatility } from './book/figures.ts';
import { clip } from './elementwise/clip.ts';
import { maximum, minimum } from './elementwise/extremes.ts';
import { abs, exp, log, sign, sqrt } from './elementwise/functions.ts';
import { isMissing } from './elementwise/is_missing.ts';
import { where } from './elementwise/where.ts';
import { FIELDS } from './fields.ts';
import { FORMS } from './forms.ts';
import { adx, minusDi, plusDi } from './indicators/adx.ts';
import { atr } from './indicators/atr.ts';
import { bollingerLower, bollingerPercent, bollingerUpper, bollingerWidth } from './indicators/bollinger.ts';
import { cci } from './indicators/cci.ts';
import { macd, macdHistogram, macdSignal } from './indicators/macd.ts';
import { obv } from './indicators/obv.ts';
import { roc } from './indicators/roc.ts';
import { rsi } from './indicators/rsi.ts';
import { stochasticD, stochasticK, williamsR } from './indicators/stochastic.ts';
import { trueRange } from './indicators/true_range.ts';
import { vwap } from './indicators/vwap.ts';
import { huber } from './loss/huber.ts';
import { mse } from './loss/mse.ts';
import { spearmanLoss } from './loss/spearman_loss.ts';
import { constituents } from './market/constituents.ts';
import { external } from './market/external.ts';
import { forwardReturn } from './market/forward_return.ts';
import { inSector } from './market/in_sector.ts';
import { marketReturn } from './market/market_return.ts';
import { sectorReturn } from './market/sector_return.ts';
import { add, divide, multiply, negate, power, subtract } from './operators/arithmetic.ts';
import { equal, greater, greaterEqual, less, lessEqual, notEqual } from './operators/comparison.ts';
import { and, not, or } from './operators/logic.ts';
import { beta } from './time/beta.ts';
import { change } from './time/change.ts';
import { correlation } from './time/correlation.ts';
import { ewma } from './time/ewma.ts';
import { highest } from './time/highest.ts';
import { lag } from './time/lag.ts';
import { lowest } from './time/lowest.ts';
import { mean } from './time/mean.ts';
import { median } from './time/median.ts';
import { quantile } from './time/quantile.ts';
import { rankOver } from './time/rank_over.ts';
import { returns } from './time/returns.ts';
import { slope } from './time/slope.ts';
import { stdev } from './time/stdev.ts';
import { sum } from './time/sum.ts';
import { zscoreOver } from './time/zscore_over.ts';
import type { Builtin, Field, Form } from './types.ts';

export { FIELDS, FORMS };

/** What the reference shows together. */
export interface Chapter {
  readonly title: string;
  readonly builtins: readonly Builtin[];
}

/** In the order of the reference: operators first, then by what they work on. */
export const CHAPTERS: readonly Chapter[] = [
  {
    title: 'Operators, by the names they have in a plan',
    builtins: [
      ...[add, subtract, multiply, divide, power, negate],
      ...[less, lessEqual, greater, greaterEqual, equal, notEqual],
      ...[and, or, not],
    ],
  },
  { title: 'Element by element', builtins: [abs, log, exp, sqrt, sign, clip, minimum, maximum, where, isMissing] },
  {
    title: 'Over time',
    builtins: [
      ...[lag, returns, change, sum, mean, stdev, lowest, highest, ewma, median, quantile],
      ...[rankOver, zscoreOver, correlation, beta, slope],
    ],
  },
  { title: 'Across stocks', builtins: [rank, zscore, demean, meanAcross, groupMean, indexReturn, buckets] },
  { title: 'The market', builtins: [marketReturn, sectorReturn, inSector, external, forwardReturn, constituents] },
  {
    title: 'Indicators',
    builtins: [
      ...[rsi, macd, macdSignal, macdHistogram, roc],
      ...[bollingerUpper, bollingerLower, bollingerWidth, bollingerPercent],
      ...[trueRange, atr, plusDi, minusDi, adx, cci, stochasticK, stochasticD, williamsR],
      ...[obv, vwap],
    ],
  },
  { title: 'Losses', builtins: [spearmanLoss, huber, mse] },
  { title: 'Figures of the book', builtins: [volatility, sharpe] },
];

export const BUILTINS: readonly Builtin[] = CHAPTERS.flatMap(({ builtins }) => builtins);

const builtins: ReadonlyMap<string, Builtin> = new Map(BUILTINS.map((each) => [each.name, each]));
const fields: ReadonlyMap<string, Field> = new Map(FIELDS.map((each) => [each.name, each]));

export function builtin(name: string): Builtin | undefined {
  return builtins.get(name);
}

export function field(name: string): Field | undefined {
  return fields.get(name);
}

export function form(slot: Form['slot'], name: string): Form | undefined {
  return FORMS.find((each) => each.slot === slot && each.name === name);
}
