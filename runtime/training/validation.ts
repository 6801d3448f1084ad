import type { ModelSpec } from '../../compiler/plan.ts';
import type { EpochFigures } from '../events.ts';
import { ic, rankIc, summarizeInformation } from '../figures/information.ts';
import type { Loss } from '../models/loss.ts';
import type { Examples } from './examples.ts';

export type ValidationFigures = Pick<EpochFigures, 'validationLoss' | 'validationIc' | 'validationRankIc'>;

/** Loss, and the means over sessions of IC and rank IC; null when no session has one that is defined. */
export function judge(loss: Loss, { sections, labels }: Examples, predictions: Float32Array): ValidationFigures {
  const ics = new Float64Array(sections.sessions.length);
  const rankIcs = new Float64Array(sections.sessions.length);
  for (let s = 0; s < sections.sessions.length; s++) {
    const p = predictions.subarray(sections.offsets[s]!, sections.offsets[s + 1]!);
    const y = labels.subarray(sections.offsets[s]!, sections.offsets[s + 1]!);
    ics[s] = ic(p, y);
    rankIcs[s] = rankIc(p, y);
  }
  return {
    validationLoss: loss.value(sections, labels, predictions),
    validationIc: summarizeInformation(ics).mean,
    validationRankIc: summarizeInformation(rankIcs).mean,
  };
}

/**
 * Whether an epoch takes the place of the one kept: strictly better in the figure training stops by. Without early
 * stopping the last epoch is kept; an undefined figure is never better.
 */
export function isBetter(
  stopping: ModelSpec['earlyStopping'],
  now: ValidationFigures,
  kept: ValidationFigures | null,
): boolean {
  if (stopping === null || kept === null) return true;
  const figure = (of: ValidationFigures): number => {
    if (stopping.metric === 'loss') return -of.validationLoss;
    return (stopping.metric === 'ic' ? of.validationIc : of.validationRankIc) ?? Number.NEGATIVE_INFINITY;
  };
  return figure(now) > figure(kept);
}
