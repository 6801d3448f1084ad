/** What each feature is worth to the model: rank IC lost when its values are handed to other stocks. */
import type { Plan } from '../../compiler/plan.ts';
import { panelOfSections, sectionsWhere } from '../features/crossSections.ts';
import { permutationImportance } from '../figures/importance.ts';
import { informationBySession, summarizeInformation } from '../figures/information.ts';
import { isWithin, sessionsOf } from '../folds/sessions.ts';
import type { Axes, Panel } from '../market.ts';
import { predictInParts } from '../models/inference.ts';
import type { CrossSections, FeatureTensor, ModelEngine, Weights } from '../models/model.ts';
import type { FeatureSet } from '../results.ts';
import type { Progress } from './progress.ts';
import type { Importance } from './types.ts';

export interface ImportanceInputs {
  readonly plan: Plan;
  readonly axes: Axes;
  /** As the model reads them. */
  readonly features: FeatureSet;
  /** The first seed's model of the same fold. */
  readonly weights: Weights;
  readonly engine: ModelEngine;
  readonly fold: number;
}

/** Sequences that are predicted for each feature at most: a minute or so of the largest models. */
const MOST_SEQUENCES = 10_000;

/** On test sessions of the fold evenly spread, as many as the budget allows; null where the fold has none. */
export async function importanceOf(inputs: ImportanceInputs, progress: Progress): Promise<Importance | null> {
  const { plan, axes, features, fold } = inputs;
  const { labels, tensor } = features;
  const sections = sampled(testSections(inputs));
  if (sections.sessions.length === 0) return null;
  const [first, end] = [sections.sessions[0]!, sections.sessions.at(-1)! + 1];
  let made = 0;
  let whole: Panel | null = null;
  const predict = async (of: FeatureTensor): Promise<Panel> => {
    const panel = panelOfSections(sections, await predictWith(inputs, of, sections), axes);
    whole ??= panel;
    await progress.step(made === 0 ? 'importance' : `importance of ${features.names[made - 1]}`);
    made++;
    return panel;
  };
  const { window, seed } = plan.model;
  const found = await permutationImportance({ tensor, predict, labels, first, end, window, seed });
  const judged = { predictions: whole!, labels, sessions: axes.sessions.length, first, end };
  return {
    fold,
    sessions: sections.sessions.length,
    rankIc: summarizeInformation(informationBySession(judged).rankIc).mean,
    features: found.map(({ feature, lost }) => ({ feature: features.names[feature]!, drop: lost?.mean ?? null })),
  };
}

function testSections({ plan, axes, features, fold }: ImportanceInputs): CrossSections {
  const test = sessionsOf(plan.split.folds[fold]!.test, axes.sessions);
  return sectionsWhere(features.sections, (session) => isWithin(test, session));
}

/** Every so many sessions, so that the stocks of those taken are within the budget. */
function sampled(sections: CrossSections): CrossSections {
  const every = Math.ceil(sections.stocks.length / MOST_SEQUENCES);
  let place = 0;
  return every <= 1 ? sections : sectionsWhere(sections, () => place++ % every === 0);
}

/** A model made anew: engines may lay the features out in their own way when they make one. */
async function predictWith(
  { plan, engine, weights }: ImportanceInputs,
  tensor: FeatureTensor,
  sections: CrossSections,
): Promise<Float32Array> {
  const model = await engine.create(plan.model, tensor, { weights, moments: {}, steps: 0 });
  try {
    return await predictInParts(model, sections, plan.model.batchSessions, () => {});
  } finally {
    model.dispose();
  }
}
