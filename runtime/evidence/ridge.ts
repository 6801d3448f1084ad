/** What a ridge regression on the strategy's own features predicts, fold by fold, fitted and purged as its models are. */
import type { Plan } from '../../compiler/plan.ts';
import { joinPath } from '../folds/join.ts';
import { type LearningWindow, learntFrom } from '../folds/sessions.ts';
import type { Market, Panel } from '../market.ts';
import { jointMoments } from '../regression/moments.ts';
import { fitRidge, predictRidge } from '../regression/ridge.ts';
import type { FeatureSet } from '../results.ts';
import { examplesWithin, fewestStocks } from '../training/examples.ts';

export interface RidgeInputs {
  readonly plan: Plan;
  readonly market: Market;
  /** As the models of a fold read them. */
  featuresOf(fold: number): FeatureSet;
}

/** Along the path that the book follows; NaN on the days of a fold that has nothing to learn from. */
export function ridgePredictions({ plan, market, featuresOf }: RidgeInputs): Promise<Panel> {
  return joinPath(plan.split.paths[0]!, market, async (fold) => predictFold(plan, market, fold, featuresOf(fold)));
}

function predictFold(plan: Plan, market: Market, fold: number, features: FeatureSet): Panel {
  const { split } = plan;
  const { tensor, labels, sections } = features;
  const end = market.sessions.length;
  const momentsOf = (window: LearningWindow) => {
    const within = learntFrom(window, split.folds[fold]!, split, market.sessions);
    const examples = examplesWithin(sections, labels, end, within, fewestStocks(plan));
    return jointMoments({ tensor, labels, sections: examples.sections, first: 0, end });
  };
  const ridge = fitRidge(momentsOf('train'), momentsOf('validate'));
  return ridge === null ? new Float64Array(labels.length).fill(Number.NaN) : predictRidge(ridge, tensor, sections);
}
