/**
 * What each feature is worth to a model: how much rank IC is lost when its values are handed out anew among the stocks
 * of every session, so that it says nothing of the stock any more but keeps its distribution (Breiman, "Random
 * Forests", Machine Learning 45, 2001, section 10; Fisher, Rudin and Dominici, JMLR 20(177), 2019). Features that say
 * the same stand in for each other: each alone may look worthless.
 */
import type { Panel } from '../market.ts';
import type { FeatureTensor } from '../models/model.ts';
import { type Random, random } from '../random.ts';
import { informationBySession } from './information.ts';
import { type MeanTest, meanTest } from './neweyWest.ts';

export interface ImportanceInput {
  readonly tensor: FeatureTensor;
  /** The model's predictions from a tensor of this shape, stock-major. The tensor is changed once they are there. */
  readonly predict: (tensor: FeatureTensor) => Promise<Panel>;
  /** Stock-major; NaN where it is not known. */
  readonly labels: Panel;
  /** Sessions judged: `[first, end)`. */
  readonly first: number;
  readonly end: number;
  /** Sessions that one prediction reads. */
  readonly window: number;
  /** From the plan: the same plan gives the same permutations. */
  readonly seed: number;
}

export interface Importance {
  /** Place of the feature in the tensor. */
  readonly feature: number;
  /** Rank IC by session, as it is less without the feature; null where that never differs or is undefined. */
  readonly lost: MeanTest | null;
}

const STREAM = 0x706d7574;

/** One prediction of all sessions per feature, and one of the features as they are. */
export async function permutationImportance(input: ImportanceInput): Promise<readonly Importance[]> {
  const { tensor, predict } = input;
  const whole = rankIcOf(await predict(tensor), input);
  const scratch: FeatureTensor = { ...tensor, values: tensor.values.slice() };
  const found: Importance[] = [];
  for (let feature = 0; feature < tensor.features; feature++) {
    permute(scratch, feature, input);
    const without = rankIcOf(await predict(scratch), input);
    restore(scratch, tensor, feature);
    const lost = whole.map((value, t) => value - without[t]!).filter((value) => !Number.isNaN(value));
    found.push({ feature, lost: meanTest(lost) });
  }
  return found;
}

function rankIcOf(predictions: Panel, { tensor, labels, first, end }: ImportanceInput): Float64Array {
  return informationBySession({ predictions, labels, sessions: tensor.sessions, first, end }).rankIc;
}

/** Among the stocks that have the feature on the session; what is missing stays missing. */
function permute({ values, stocks, sessions, features }: FeatureTensor, feature: number, input: ImportanceInput): void {
  const source = random(input.seed, STREAM, feature);
  const places = new Int32Array(stocks);
  for (let t = Math.max(0, input.first - input.window + 1); t < input.end; t++) {
    let count = 0;
    for (let i = 0; i < stocks; i++) {
      const at = (i * sessions + t) * features + feature;
      if (!Number.isNaN(values[at]!)) places[count++] = at;
    }
    shuffleValues(values, places.subarray(0, count), source);
  }
}

/** Fisher and Yates on the values at these places. */
function shuffleValues(values: Float32Array, places: Int32Array, source: Random): void {
  for (let last = places.length - 1; last > 0; last--) {
    const chosen = places[Math.floor(source.uniform() * (last + 1))]!;
    const kept = values[places[last]!]!;
    values[places[last]!] = values[chosen]!;
    values[chosen] = kept;
  }
}

function restore(scratch: FeatureTensor, { values, features }: FeatureTensor, feature: number): void {
  for (let at = feature; at < values.length; at += features) scratch.values[at] = values[at]!;
}
