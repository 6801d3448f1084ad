import { type Axes, toIsoDay } from '../market.ts';
import { UserError } from '../ports.ts';
import type { FeatureSet } from '../results.ts';
import type { Examples } from './examples.ts';

export interface DivergedAt {
  readonly epoch: number;
  readonly what: 'loss' | 'validation loss' | 'weights';
  /** The examples it was seen in. */
  readonly batch: Examples;
  readonly window: number;
  readonly learningRate: number;
}

/** A loss or weight that is no number any more: says where, and looks for an input that brought it in. */
export function diverged(at: DivergedAt, features: FeatureSet, axes: Axes): UserError {
  const where = describeSessions([...at.batch.sections.sessions].sort((a, b) => a - b).map((t) => axes.sessions[t]!));
  const culprit = brokenInput(at, features, axes);
  return new UserError(
    'training-diverged',
    `the ${at.what} ${at.what === 'weights' ? 'are' : 'is'} no longer a number in epoch ${at.epoch}, ` +
      `on ${where}${culprit === null ? '' : `: ${culprit}`}`,
    culprit === null
      ? [`try a smaller learning_rate than ${at.learningRate}`, 'features without `normalize` can be too large for it']
      : ['look at the data of this stock, or keep it out with a `require`'],
  );
}

const MOST_DAYS_LISTED = 10;

function describeSessions(days: readonly number[]): string {
  if (days.length <= MOST_DAYS_LISTED) return `the sessions ${days.map(toIsoDay).join(', ')}`;
  return `${days.length} sessions, ${toIsoDay(days[0]!)} .. ${toIsoDay(days.at(-1)!)}`;
}

function brokenInput({ batch, window }: DivergedAt, features: FeatureSet, axes: Axes): string | null {
  const { sections, labels } = batch;
  const { tensor, names } = features;
  for (let s = 0; s < sections.sessions.length; s++) {
    const last = sections.sessions[s]!;
    for (let k = sections.offsets[s]!; k < sections.offsets[s + 1]!; k++) {
      const stock = sections.stocks[k]!;
      const about = (t: number) => `of ${axes.tickers[stock]} on ${toIsoDay(axes.sessions[t]!)}`;
      if (!Number.isFinite(labels[k])) return `the label ${about(last)} is ${labels[k]}`;
      for (let t = last - window + 1; t <= last; t++) {
        for (let f = 0; f < tensor.features; f++) {
          const value = tensor.values[(stock * tensor.sessions + t) * tensor.features + f]!;
          if (!Number.isFinite(value)) return `${names[f]} ${about(t)} is ${value}`;
        }
      }
    }
  }
  return null;
}
