/** How the gross of a side is divided: a named form, and the expressions that it implies. */
import { findPart } from '../../expression/slot.ts';
import type { TypedExpression } from '../../expression/typed.ts';
import { describeUnit, isRatio } from '../../expression/units.ts';
import type { WeightOf } from '../../planPortfolio.ts';
import type { CheckedLabel, CheckedLeg, CheckedModel } from '../checked.ts';
import { type ReadForm, readForm } from '../form.ts';
import { impliedReturns, impliedVolatility } from '../implied.ts';
import type { BlockReader, SettingReader } from '../settings.ts';

type CheckedWeight = WeightOf<TypedExpression>;

/** What a prediction is an expectation of; null where that is wrong itself. */
export interface LearntFrom {
  readonly label: CheckedLabel | null;
  readonly model: CheckedModel | null;
}

interface Sides {
  readonly long: CheckedLeg | null;
  readonly short: CheckedLeg | null;
}

export function checkWeight(
  reader: BlockReader,
  sides: Sides,
  portfolio: string,
  learnt: LearntFrom,
): CheckedWeight | null {
  const path = `${portfolio}.weight`;
  const setting = reader.find('weight');
  if (setting === null) return reader.byDefault(path, { method: 'equal' });
  const read = readForm(setting, 'weight', path, reader.context);
  if (read === null) return null;
  const legs = [sides.long, sides.short].filter((leg) => leg !== null);
  const weight = weightOf(read, setting, () => horizonOf(read, legs, learnt));
  if (weight.method === 'mean_variance' || weight.method === 'kelly') {
    for (const leg of legs) if (!verifyExpectedReturn(leg, weight.method, setting, learnt)) return null;
  }
  if (weight.method === 'mean_variance' || weight.method === 'minimum_variance') {
    for (const leg of legs) if (!verifyCap(leg, weight.cap, setting)) return null;
  }
  return weight;
}

function weightOf({ name, values }: ReadForm, setting: SettingReader, horizon: () => number): CheckedWeight {
  const { context, span } = setting;
  const { window = 0, over = 0, cap = 1, aversion = 0, fraction = 0 } = values;
  switch (name) {
    case 'score':
    case 'rank':
      return { method: name };
    case 'inverse_volatility':
    case 'score_over_volatility':
      return { method: name, volatility: impliedVolatility(window, span, context) };
    case 'risk_parity':
    case 'hierarchical_risk_parity':
      return { method: name, over, returns: impliedReturns(span, context) };
    case 'minimum_variance':
      return { method: name, over, cap, returns: impliedReturns(span, context) };
    case 'mean_variance':
      return { method: name, over, aversion, cap, horizon: horizon(), returns: impliedReturns(span, context) };
    case 'kelly':
      return { method: name, over, fraction, cap, horizon: horizon(), returns: impliedReturns(span, context) };
    default:
      return { method: 'equal' };
  }
}

/** As said; else that of the label for a score made of predictions, and one session for any other. */
function horizonOf({ values }: ReadForm, legs: readonly CheckedLeg[], { label }: LearntFrom): number {
  const { horizon = Number.POSITIVE_INFINITY } = values;
  if (Number.isFinite(horizon)) return horizon;
  return legs.some(({ score }) => readsPrediction(score)) ? Math.max(1, label?.horizon ?? 1) : 1;
}

function readsPrediction(value: TypedExpression): boolean {
  return findPart(value, (part) => part.form === 'field' && part.field.name === 'prediction') !== null;
}

/** Bets are sized by what the score says a stock will earn: it has to be a return, at the scale of returns. */
function verifyExpectedReturn(
  { score }: CheckedLeg,
  method: string,
  setting: SettingReader,
  { model }: LearntFrom,
): boolean {
  const { diagnostics } = setting.context;
  const span = setting.spanOf('method');
  const related = [{ span: score.span, message: 'the score' }];
  const found = isRatio(score.unit) ? standing(score) : describeUnit(score.unit);
  if (found !== null) {
    diagnostics.report('score-not-return', span, { method, why: 'unit', found }, { related });
    return false;
  }
  if (model === null || !readsPrediction(score) || learnsScale(model.loss)) return true;
  const places = [...related, { span: model.loss.span, message: 'compares ranks alone' }];
  diagnostics.report('score-not-return', span, { method, why: 'loss', found: null }, { related: places });
  return false;
}

/** What says where a stock stands among the others, and not how much it will earn. */
const STANDINGS: Readonly<Record<string, string>> = {
  rank: 'a rank among the stocks',
  zscore: 'a number of deviations from the other stocks',
  buckets: 'a bucket of stocks',
};

/** Null: it may be a return. A standing that is multiplied by something has been made one by its author. */
function standing(score: TypedExpression): string | null {
  if (score.form !== 'call') return null;
  const [only] = score.inputs;
  if (score.builtin.name === 'negate' && only !== undefined) return standing(only);
  return STANDINGS[score.builtin.name] ?? null;
}

function learnsScale(loss: TypedExpression): boolean {
  const scales = new Set(['huber', 'mse']);
  return findPart(loss, (part) => part.form === 'call' && scales.has(part.builtin.name)) !== null;
}

function verifyCap({ take }: CheckedLeg, cap: number, setting: SettingReader): boolean {
  if (take.kind !== 'count' || take.keep * cap >= 1 - ROUNDING) return true;
  const facts = { count: take.keep, cap };
  setting.context.diagnostics.report('cap-below-whole', setting.spanOf('method'), facts);
  return false;
}

/** 10 × 10% is not 1 to the last bit. */
const ROUNDING = 1e-12;
