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

/**
 * A loss or weight that is no number any more: says in which sessions, and names the input that is no number either, or
 * else the one that is largest.
 */
export function diverged(at: DivergedAt, features: FeatureSet, axes: Axes): UserError {
  const where = describeSessions([...at.batch.sections.sessions].sort((a, b) => a - b).map((t) => axes.sessions[t]!));
  const { isNumber, text } = suspect(at, features, axes);
  return new UserError(
    'training-diverged',
    `the ${at.what} ${at.what === 'weights' ? 'are' : 'is'} no longer a number in epoch ${at.epoch}, ` +
      `on ${where}${isNumber ? '; the largest input is ' : ': '}${text}`,
    isNumber
      ? [`try a smaller learning_rate than ${at.learningRate}`, 'features without `normalize` can be too large for it']
      : ['look at the data of this stock, or keep it out with a `require`'],
  );
}

const MOST_DAYS_LISTED = 10;

function describeSessions(days: readonly number[]): string {
  if (days.length <= MOST_DAYS_LISTED) return `the sessions ${days.map(toIsoDay).join(', ')}`;
  return `${days.length} sessions, ${toIsoDay(days[0]!)} .. ${toIsoDay(days.at(-1)!)}`;
}

interface Suspect {
  readonly isNumber: boolean;
  readonly text: string;
}

function suspect({ batch, window }: DivergedAt, { tensor, names }: FeatureSet, axes: Axes): Suspect {
  const { sections, labels } = batch;
  const { values, features, sessions } = tensor;
  const about = (stock: number, t: number) => `of ${axes.tickers[stock]} on ${toIsoDay(axes.sessions[t]!)}`;
  const input = (at: number): string => {
    const row = Math.floor(at / features);
    return `${names[at % features]} ${about(Math.floor(row / sessions), row % sessions)}`;
  };

  let largest = -1;
  let largestAt = -1;
  for (let s = 0; s < sections.sessions.length; s++) {
    const last = sections.sessions[s]!;
    for (let k = sections.offsets[s]!; k < sections.offsets[s + 1]!; k++) {
      const stock = sections.stocks[k]!;
      if (!Number.isFinite(labels[k]))
        return { isNumber: false, text: `the label ${about(stock, last)} is ${labels[k]}` };
      const end = (stock * sessions + last + 1) * features;
      for (let at = end - window * features; at < end; at++) {
        const magnitude = Math.abs(values[at]!);
        // So that NaN, which is not larger than anything, goes on.
        if (magnitude <= largest) continue;
        if (!Number.isFinite(magnitude)) return { isNumber: false, text: `${input(at)} is ${values[at]}` };
        largest = magnitude;
        largestAt = at;
      }
    }
  }
  return { isNumber: true, text: `${input(largestAt)}, ${values[largestAt]!.toPrecision(3)}` };
}
