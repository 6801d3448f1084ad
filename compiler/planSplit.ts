/** What a plan says of its split: the folds, each with its windows, and whose predictions a book trades when. */
import { formatSpan } from './calendarSpan.ts';
import { plural } from './messages/message.ts';
import type { DateRange, Hash, ModelSpec } from './plan.ts';

/** How sessions are divided, as its author says it. What follows from it, for `windows` all there is, is in `FoldPlan`. */
export type SplitScheme =
  | { readonly kind: 'windows' }
  | {
      readonly kind: 'walk_forward';
      readonly over: DateRange;
      readonly train: CalendarSpan;
      readonly validate: CalendarSpan;
      readonly test: CalendarSpan;
      /** From the start of one test window to that of the next. */
      readonly step: CalendarSpan;
      /** Whether `train` moves on and keeps its length, or grows from the start of `over`. */
      readonly window: 'rolling' | 'expanding';
      /** Whether a fold begins with weights from the seed, or with those of the fold before. */
      readonly start: 'fresh' | 'warm';
    }
  | {
      readonly kind: 'k_fold';
      readonly over: DateRange;
      /** How many stretches of equal length `over` is divided into; each is judged by one fold. */
      readonly folds: number;
      /** How many of them choose the epoch in each fold; the others are learnt from. */
      readonly validate: number;
    }
  | {
      readonly kind: 'combinatorial';
      readonly over: DateRange;
      readonly groups: number;
      /** How many stretches judge in each fold: there is a fold for each way to choose them. */
      readonly test: number;
      readonly validate: number;
    };

/** A stretch of the calendar; one of its two parts is 0. */
export interface CalendarSpan {
  readonly months: number;
  readonly days: number;
}

/** The windows of one model, each in one piece or in several, in time order; purge and embargo are still in them. */
export interface FoldSpec {
  readonly train: readonly DateRange[];
  readonly validate: readonly DateRange[];
  readonly test: readonly DateRange[];
}

/** Days on which the book follows the model of a fold. */
export interface PathPart extends DateRange {
  readonly fold: number;
}

export interface Gaps {
  /**
   * The last sessions of a window whose label is only known inside the window that judges it, which are left out.
   * Derived, unless the author asks for more.
   */
  readonly purge: number;
  /** The sessions after a judged window that nothing is learnt from: they reach back into it. Derived likewise. */
  readonly embargo: number;
}

/** What follows from a scheme: a model for each fold, and whose predictions a book trades when. */
export interface FoldPlan {
  readonly folds: readonly FoldSpec[];
  /** One path of predictions through time, in order; several where folds judge the same days, as in `combinatorial`. */
  readonly paths: readonly (readonly PathPart[])[];
}

export interface SplitSpec extends FoldPlan, Gaps {
  readonly scheme: SplitScheme;
}

/** Hashes of what is made for one fold: its features as they are scaled, and one model for each seed. */
export interface FoldHashes {
  readonly features: Hash;
  readonly models: readonly Hash[];
  readonly predictions: readonly Hash[];
}

/** Whether something is learnt after a window that judges, so that the embargo leaves sessions out. */
export function learnsAfterwards({ scheme }: Pick<SplitSpec, 'scheme'>): boolean {
  return scheme.kind === 'k_fold' || scheme.kind === 'combinatorial';
}

/** The days that a book is run on, whichever the path. */
export function booked({ paths }: Pick<FoldPlan, 'paths'>): DateRange {
  const path = paths[0]!;
  return { from: path[0]!.from, to: path.at(-1)!.to };
}

/** Of the models that are trained on each fold. */
export function seedsOf({ seed, seeds }: Pick<ModelSpec, 'seed' | 'seeds'>): readonly number[] {
  return Array.from({ length: seeds }, (_, k) => seed + k);
}

/** The windows by which what is learnt on another is judged or chosen, in time order. */
export function judgesOf(window: 'train' | 'validate' | 'test', { validate, test }: FoldSpec): readonly DateRange[] {
  if (window === 'test') return [];
  return window === 'validate' ? test : [...validate, ...test].toSorted((a, b) => (a.from < b.from ? -1 : 1));
}

/** What was said of a split, by setting and as it is written. */
export function splitSettings({
  scheme,
  folds,
}: Pick<SplitSpec, 'scheme' | 'folds'>): readonly (readonly [string, string])[] {
  if (scheme.kind === 'windows') return Object.entries(folds[0]!).map(([key, ranges]) => [key, rangesText(ranges)]);
  return Object.entries(scheme).map(([key, value]: [string, string | number | DateRange | CalendarSpan]) => {
    if (typeof value !== 'object') return [key, String(value)];
    return [key, 'months' in value ? formatSpan(value) : rangesText([value])];
  });
}

/** `train 2012-01-01 .. 2014-12-31, validate …, test …` */
export function foldText({ train, validate, test }: FoldSpec): string {
  return `train ${rangesText(train)}, validate ${rangesText(validate)}, test ${rangesText(test)}`;
}

export function rangesText(ranges: readonly DateRange[]): string {
  return ranges.map(({ from, to }) => `${from} .. ${to}`).join(' and ');
}

/** "walk-forward, 7 folds over 2012-01-01 .. 2018-12-31: train 3y rolling, validate 6m, test 6m every 6m, each from scratch" */
export function schemeText({ scheme, folds }: Pick<SplitSpec, 'scheme' | 'folds'>): string {
  if (scheme.kind === 'windows') return 'three windows';
  const over = `${plural(folds.length, 'fold')} over ${rangesText([scheme.over])}`;
  const chosen = 'choosing the epoch';
  switch (scheme.kind) {
    case 'walk_forward': {
      const [train, validate, test, step] = [scheme.train, scheme.validate, scheme.test, scheme.step].map(formatSpan);
      const start = scheme.start === 'warm' ? 'each from the weights of the one before' : 'each from scratch';
      return `walk-forward, ${over}: train ${train} ${scheme.window}, validate ${validate}, test ${test} every ${step}, ${start}`;
    }
    case 'k_fold':
      return `k-fold, ${over}: one stretch judged and ${scheme.validate} ${chosen} in each`;
    case 'combinatorial':
      return `combinatorial, ${over}: of ${scheme.groups} stretches ${scheme.test} judged and ${scheme.validate} ${chosen} in each`;
  }
}
