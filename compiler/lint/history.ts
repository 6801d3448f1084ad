/**
 * Whether there is enough to learn from. Before the first cross-section lie the look-back of the features and the
 * model's window, or what a `require` looks back; the last sessions of train and
 * validate, whose labels end in the next window, are left out.
 */
import type { CheckedStrategy } from '../check/checked.ts';
import type { RelatedSpan } from '../diagnostic.ts';
import type { TypedExpression } from '../expression/typed.ts';
import type { Usable } from '../messages/feasibility.ts';
import { type DateRange, type FoldSpec, judgesOf } from '../plan.ts';
import { mostSessions } from './calendar.ts';
import { type LintContext, related, spanOf } from './context.ts';

const WINDOWS = ['train', 'validate', 'test'] as const;
type WindowName = (typeof WINDOWS)[number];

/** Half a year to learn from; a month to choose an epoch by, or to judge a book on. Less is mostly chance. */
const ENOUGH: Readonly<Record<WindowName, number>> = { train: 120, validate: 20, test: 20 };

/** At least one session of each window can be used, in every fold. One that the data does not even reach has been reported. */
export function verifyHistory(checked: CheckedStrategy, context: LintContext): void {
  const { period } = checked.universe;
  for (const name of WINDOWS) {
    const reached = foldsOf(checked).filter(({ windows }) => windows[name][0]!.from >= period.from);
    const usable = shortest(reached.map((fold) => usableOf(name, fold, checked)));
    if (usable === null || usable.left >= 1) continue;
    const span = spanOf('split', name, context, 'window');
    context.diagnostics.report('history-too-short', span, usable, { related: placesOf(usable, context) });
  }
}

/** And more than a few, also for a batch. */
export function verifyWindows(checked: CheckedStrategy, context: LintContext): void {
  for (const name of WINDOWS) {
    const usable = shortestOf(name, checked);
    if (usable.left >= ENOUGH[name] || !isJudged(name, checked)) continue;
    const facts = { ...usable, enough: ENOUGH[name] };
    const more = { related: placesOf(usable, context), block: 'split' } as const;
    context.diagnostics.report('windows-short', spanOf('split', name, context, 'window'), facts, more);
  }
  verifyBatch(checked, context);
}

/** Without early stopping nothing is chosen on validate; the tests of several folds are judged together. */
function isJudged(name: WindowName, { model, split }: CheckedStrategy): boolean {
  if (name === 'test') return split.folds.length === 1;
  return name === 'train' || model.earlyStopping !== null;
}

interface NumberedFold {
  /** From 1; null where there is but one. */
  readonly fold: number | null;
  readonly windows: FoldSpec;
}

function foldsOf({ split: { folds } }: CheckedStrategy): readonly NumberedFold[] {
  return folds.map((windows, k) => ({ fold: folds.length === 1 ? null : k + 1, windows }));
}

function shortestOf(name: WindowName, checked: CheckedStrategy): Usable {
  return shortest(foldsOf(checked).map((fold) => usableOf(name, fold, checked)))!;
}

/** The first of those with the least; null of none. */
function shortest(all: readonly Usable[]): Usable | null {
  return all.reduce<Usable | null>((least, each) => (least !== null && least.left <= each.left ? least : each), null);
}

function usableOf(name: WindowName, { fold, windows }: NumberedFold, checked: CheckedStrategy): Usable {
  const { universe, features, model, split } = checked;
  const { from } = universe.period;
  const ranges = windows[name];
  const lookBack = deepest(features.features.map(({ value }) => value));
  const required = deepest(universe.require);
  const reach = Math.max(lookBack + model.window - 1, required);
  const parts = ranges.map((range) => usablePart(range, judgesOf(name, windows), reach, checked));
  const sum = (of: (part: UsablePart) => number) => parts.reduce((total, part) => total + of(part), 0);
  const [only, ...others] = parts;
  return {
    kind: split.scheme.kind,
    ...{ name, fold, from, lookBack, modelWindow: model.window, required },
    window: { from: ranges[0]!.from, to: ranges.at(-1)!.to },
    stretches: ranges.length,
    weekdays: universe.calendar !== 'always',
    sincePeriod: only!.sincePeriod,
    inWindow: sum(({ inWindow }) => inWindow),
    purge: sum(({ purge }) => purge),
    embargo: sum(({ embargo }) => embargo),
    // Of several stretches one that is too short takes nothing from the others.
    left: others.length === 0 ? only!.left : sum(({ left }) => Math.max(0, left)),
    late: others.length === 0 && only!.late,
  };
}

type UsablePart = Pick<Usable, 'sincePeriod' | 'inWindow' | 'purge' | 'embargo' | 'left' | 'late'>;

/** One stretch, less what is left out before a window that judges, and after one. */
function usablePart(
  range: DateRange,
  judges: readonly DateRange[],
  reach: number,
  { universe, split }: CheckedStrategy,
): UsablePart {
  const sessions = (days: DateRange) => mostSessions(days, universe);
  const sincePeriod = sessions({ from: universe.period.from, to: range.to });
  const inWindow = sessions(range);
  const purge = judges.some(({ from }) => from > range.to) ? split.purge : 0;
  const before = judges.findLast(({ to }) => to < range.from);
  const between = before === undefined ? 0 : Math.max(0, sessions({ from: before.to, to: range.from }) - 2);
  const embargo = before === undefined ? 0 : Math.max(0, split.embargo - between);
  const withHistory = sincePeriod - reach;
  const left = Math.min(inWindow, withHistory) - purge - embargo;
  return { sincePeriod, inWindow, purge, embargo, left, late: withHistory < inWindow };
}

function deepest(values: readonly TypedExpression[]): number {
  return values.reduce((most, { lookBack }) => Math.max(most, lookBack.sessions), 0);
}

function placesOf(usable: Usable, context: LintContext): readonly RelatedSpan[] {
  if (!usable.late) return [];
  return [
    ...related('universe', 'period', 'the data begins here', context, 'period'),
    ...related('model', 'window', `the model sees ${usable.modelWindow} sessions`, context, 'sessions'),
  ];
}

function verifyBatch(checked: CheckedStrategy, context: LintContext): void {
  const { batchSessions } = checked.model;
  const { left } = shortestOf('train', checked);
  if (batchSessions <= left || context.origins.get('model.batchSessions')?.by === 'default') return;
  const span = spanOf('model', 'batch', context, 'count');
  context.diagnostics.report(
    'batch-above-sessions',
    span,
    { batchSessions, left },
    {
      related: related('split', 'train', `at most ${left} sessions to learn from`, context, 'window'),
      block: 'model',
    },
  );
}
