/**
 * Whether there is enough to learn from. Before the first cross-section lie the look-back of the features and the
 * model's window, or what a `require` looks back; the last sessions of train and
 * validate, whose labels end in the next window, are left out.
 */
import type { CheckedStrategy } from '../check/checked.ts';
import type { RelatedSpan } from '../diagnostic.ts';
import type { TypedExpression } from '../expression/typed.ts';
import type { Usable } from '../messages/feasibility.ts';
import { mostSessions } from './calendar.ts';
import { type LintContext, related, spanOf } from './context.ts';

const WINDOWS = ['train', 'validate', 'test'] as const;
type WindowName = (typeof WINDOWS)[number];

/** Half a year to learn from; a month to choose an epoch by, or to judge a book on. Less is mostly chance. */
const ENOUGH: Readonly<Record<WindowName, number>> = { train: 120, validate: 20, test: 20 };

/** At least one session of each window can be used. One that the data does not even reach has been reported. */
export function verifyHistory(checked: CheckedStrategy, context: LintContext): void {
  const { period } = checked.universe;
  for (const name of WINDOWS.filter((window) => checked.split[window].from >= period.from)) {
    const usable = usableOf(name, checked);
    if (usable.left >= 1) continue;
    const span = spanOf('split', name, context, 'window');
    context.diagnostics.report('history-too-short', span, usable, { related: placesOf(usable, context) });
  }
}

/** And more than a few, also for a batch. */
export function verifyWindows(checked: CheckedStrategy, context: LintContext): void {
  for (const name of WINDOWS) {
    const usable = usableOf(name, checked);
    // Without early stopping nothing is chosen on validate.
    if (usable.left >= ENOUGH[name] || (name === 'validate' && checked.model.earlyStopping === null)) continue;
    const facts = { ...usable, enough: ENOUGH[name] };
    const more = { related: placesOf(usable, context), block: 'split' } as const;
    context.diagnostics.report('windows-short', spanOf('split', name, context, 'window'), facts, more);
  }
  verifyBatch(checked, context);
}

function usableOf(name: WindowName, { universe, features, model, split }: CheckedStrategy): Usable {
  const window = split[name];
  const { from } = universe.period;
  const sincePeriod = mostSessions({ from, to: window.to }, universe);
  const inWindow = mostSessions(window, universe);
  const lookBack = deepest(features.features.map(({ value }) => value));
  const required = deepest(universe.require);
  const purge = name === 'test' ? 0 : split.purge;
  const withHistory = sincePeriod - Math.max(lookBack + model.window - 1, required);
  const left = Math.min(inWindow, withHistory) - purge;
  const late = withHistory < inWindow;
  const weekdays = universe.calendar !== 'always';
  const history = { lookBack, modelWindow: model.window, required };
  return { name, window, from, weekdays, sincePeriod, inWindow, ...history, purge, left, late };
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
  const { left } = usableOf('train', checked);
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
