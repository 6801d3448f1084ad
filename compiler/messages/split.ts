/** The kinds of split: what each is told, and folds that cannot be made. */
import { dropLine, replace, spelled } from '../fix/remedy.ts';
import { define, didYouMean, list, plural, quote } from './message.ts';

const headOf = (kind: string): string => quote(kind === 'windows' ? 'split' : `split ${kind}`);

export const SPLIT = {
  'unknown-split': define<{ name: string; known: readonly string[]; nearest: string | null }>({
    severity: 'error',
    message: ({ name }) => `there is no split called ${quote(name)}`,
    label: () => 'not a kind of split',
    hints: ({ known, nearest }) => [
      didYouMean(nearest) ?? `known: ${list(known.map(quote))}`,
      'a `split` without a name is three windows, said by their dates',
    ],
    remedies: ({ name, nearest }) => [spelled(name, nearest)],
    explain:
      'The kind of a split stands in its head. `split { … }` is one train, one validate and one test window, by dates. `split walk_forward { … }` trains again and again and joins the tests to one book. `split k_fold { … }` and `split combinatorial { … }` judge every stretch of the days by models that learnt from the others, purged and embargoed.',
    wrong: 'split walkforward {\n  train 3y\n  …\n}',
    right: 'split walk_forward {\n  train     3y\n  validate  6m\n  test      6m\n}',
  }),
  'setting-of-other-split': define<{ key: string; kind: string; kinds: readonly string[] }>({
    severity: 'error',
    message: ({ key, kind }) => `${headOf(kind)} has no ${quote(key)}`,
    label: ({ kinds }) => (kinds.length === 0 ? 'not said here' : `of ${list(kinds.map(headOf), 'or')}`),
    hints: ({ key, kind }) => [
      key === 'train' ? 'what neither judges nor chooses is learnt from; drop the line' : null,
      key === 'test' && kind === 'k_fold'
        ? 'each fold judges one stretch; several at once are `split combinatorial`'
        : null,
      kind === 'windows' ? 'the kind of a split stands in its head, also where a strategy extends another' : null,
    ],
    remedies: () => [dropLine()],
    explain:
      'Each kind of split is told different things: dates for three windows, lengths for walk-forward folds, counts for k-fold and combinatorial ones. A strategy that changes a setting of an inherited split repeats its kind: `split walk_forward { step 3m }`. With another kind, or none, it replaces the inherited split as a whole.',
    wrong: 'split k_fold {\n  folds 5\n  step  6m\n}',
    right: 'split k_fold {\n  folds 5\n}',
  }),
  'window-not-dates': define<{ window: string }>({
    severity: 'error',
    message: ({ window }) => `a plain split says on which days ${quote(window)} is, not how long`,
    label: () => 'which days?',
    hints: ({ window }) => [
      `write \`${window} 2020-01-01 .. 2023-12-31\``,
      'windows that move through time are said by their length: `split walk_forward { train 3y … }`',
    ],
    explain:
      'A `split` without a name is three windows, each said by its first and last day. Lengths belong to `split walk_forward`, which derives the windows of every fold from them.',
    wrong: 'split {\n  train 3y\n  …\n}',
    right: 'split walk_forward {\n  train     3y\n  validate  6m\n  test      6m\n}',
  }),
  'window-not-length': define<{ window: string; kind: string; example: string }>({
    severity: 'error',
    message: ({ window, kind }) =>
      `${headOf(kind)} says how ${kind === 'walk_forward' ? 'long' : 'many stretches'} ${quote(window)} is, not on which days`,
    label: ({ example }) => `such as ${quote(example)}`,
    hints: () => ['the days that folds are made of are `over`; windows by their dates are a `split` without a name'],
    explain:
      'Folds are derived: walk-forward ones from lengths of time, k-fold and combinatorial ones from the number of stretches that the days are cut into. Only `over` is said in days.',
    wrong: 'split walk_forward {\n  train 2012-01-01 .. 2014-12-31\n  …\n}',
    right: 'split walk_forward {\n  over   2012-01-01 .. 2018-12-31\n  train  3y\n  …\n}',
  }),
  'step-leaves-gaps': define<{ step: string; test: string }>({
    severity: 'error',
    message: ({ step, test }) =>
      `a step of ${step} is longer than a test of ${test}, so that no model decides in between`,
    label: () => 'leaves days out',
    hints: ({ test }) => [`write \`step ${test}\`, or drop the line: tests then follow one another`],
    remedies: ({ test }) => [replace(test), dropLine()],
    explain:
      'The tests of all folds make one book, so that they must leave no day out. A step that is shorter than a test is fine: each model is then judged over its whole test, and the book follows the newest one.',
    wrong: 'test 6m\nstep 1y',
    right: 'test 6m\nstep 6m',
  }),
  'no-fold': define<{ train: string; validate: string; from: string; to: string; first: string }>({
    severity: 'error',
    message: ({ train, validate, from, first }) =>
      `the first test would begin on ${first}, ${train} and ${validate} after ${from}`,
    label: () => 'not one fold fits',
    hints: ({ to }) => [`the days end on ${to}: shorten \`train\` or \`validate\`, or widen \`over\` and \`period\``],
    explain:
      'A fold of a walk-forward split needs its train and its validate window, and at least a day after them to test.',
    wrong: 'split walk_forward {\n  over 2020-01-01 .. 2022-12-31\n  train 3y\n  validate 6m\n  test 6m\n}',
    right: 'split walk_forward {\n  over 2020-01-01 .. 2024-12-31\n  train 3y\n  validate 6m\n  test 6m\n}',
  }),
  'too-many-folds': define<{ most: number }>({
    severity: 'error',
    message: ({ most }) => `this makes more than ${most} folds, each of which trains a model`,
    label: () => 'too many',
    hints: () => ['a longer step, fewer stretches, or fewer of them that judge at once'],
    explain:
      'Every fold trains a model. Of N stretches k can be chosen in N! / (k! (N − k)!) ways: 8 and 2 give 28 folds, 20 and 10 give 184,756.',
    wrong: 'split combinatorial {\n  groups 20\n  test   10\n}',
    right: 'split combinatorial {\n  groups 8\n  test   2\n}',
  }),
  'nothing-to-learn-from': define<{ groups: number; test: number; validate: number }>({
    severity: 'error',
    message: ({ groups, test, validate }) =>
      `of ${plural(groups, 'stretch', 'stretches')} ${test} judge and ${validate} choose the epoch, which leaves none to learn from`,
    label: ({ test, validate }) => `at least ${test + validate + 1}`,
    hints: () => ['cut the days into more stretches'],
    explain:
      'Each fold judges some stretches of the days and chooses its epoch on others; the model learns from what is left.',
    wrong: 'split k_fold {\n  folds 2\n}',
    right: 'split k_fold {\n  folds 5\n}',
  }),
  'too-few-days': define<{ groups: number; days: number; from: string; to: string }>({
    severity: 'error',
    message: ({ groups, days }) => `${plural(days, 'day')} cannot be cut into ${groups} stretches`,
    label: () => 'too many',
    hints: ({ from, to }) => [`the days are ${from} .. ${to}`],
    explain: 'Stretches are whole days, one at least; to be of use they are months.',
    wrong: 'split k_fold {\n  over 2024-01-01 .. 2024-01-31\n  folds 50\n}',
    right: 'split k_fold {\n  over 2014-01-01 .. 2024-12-31\n  folds 5\n}',
  }),
} as const;
