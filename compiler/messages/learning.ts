/** What a model may learn from, and where what it learnt may decide: labels, windows, and the gaps between them. */
import { dropLine, replace, replacePart } from '../fix/remedy.ts';
import { define, plural, quote } from './message.ts';

export const LEARNING = {
  'decides-inside-fit': define<{ window: string; fit: string; isBefore: boolean }>({
    severity: 'error',
    message: ({ window, fit, isBefore }) =>
      `${quote(window)} lies ${isBefore ? 'before' : 'inside'} ${quote(fit)}, where ${FITTED[fit] ?? 'something is fitted'}`,
    label: ({ isBefore }) =>
      isBefore ? 'decided by what learns only later' : 'decided by what has learnt from these days',
    hints: () => ['the order is train, validate, test, and no day is in two of them'],
    explain:
      'A model, a scale or a choice of epoch that has learnt from some days knows how they went. On those days and on all days before them its decisions are not a test of anything: nobody could have had them then. What is fitted on `train` may decide after `train`; what is chosen on `validate`, after `validate`.',
    wrong: 'train 2021-01-01 .. 2023-12-31\ntest  2020-01-01 .. 2020-12-31',
    right: 'train     2020-01-01 .. 2022-12-31\nvalidate  2023-01-01 .. 2023-06-30\ntest      2023-07-01 .. 2023-12-31',
  }),
  'purge-too-small': define<{ asked: number; least: number; label: string }>({
    severity: 'error',
    message: ({ asked }) => `a purge of ${asked}d lets labels of one window end inside the next`,
    label: ({ least }) => `at least ${least}d`,
    hints: ({ least, label }) => [
      `${quote(label)} is known ${plural(least, 'session')} later, so the last ${least === 1 ? 'session' : `${least} sessions`} of \`train\` and of \`validate\` cannot be learnt from`,
      'drop the line and the purge is derived; it can only be made longer',
    ],
    remedies: ({ least }) => [dropLine(), replace(`${least}d`)],
    explain:
      'The label of a session t is known h sessions later. For the last h sessions of `train` that is inside of `validate`: the model would learn there what it is then judged by. These sessions are left out; that is the purge, and it follows from the label (López de Prado 2018, chapter 7). Asking for more is fine, less is a leak.',
    wrong: 'label next_week = forward_return(close, 5d)\nsplit {\n  purge 2d\n  …\n}',
    right: 'label next_week = forward_return(close, 5d)\nsplit {\n  purge 10d\n  …\n}',
  }),
  'embargo-too-small': define<{ asked: number; least: number; horizon: number; features: number; window: number }>({
    severity: 'error',
    message: ({ asked }) =>
      `an embargo of ${asked}d lets what is learnt afterwards reach back into the window that was judged`,
    label: ({ least }) => `at least ${least}d`,
    hints: ({ least, horizon, features, window }) => [
      `${least} = ${horizon} until its last label is known + ${features} that features reach back + ${window} more through the model's window`,
      'drop the line and the embargo is derived; it can only be made longer',
    ],
    remedies: ({ least }) => [dropLine(), replace(`${least}d`)],
    explain:
      'Whoever learns from sessions after a judged window, in cross-validation or when a model is trained again, must stay clear of it: an example soon after it sees its prices through the look-back of its features and the window of the model, and the last labels of the window are only known after it. The embargo is the number of sessions after the window that nothing is learnt from: horizon + look-back + window − 1 (after López de Prado 2018, chapter 7). In a split of train, validate and test nothing is learnt after a judged window, so that it leaves nothing out there.',
    wrong: 'model lstm { window 90d … }\nsplit {\n  embargo 10d\n  …\n}',
    right: 'model lstm { window 90d … }\nsplit {\n  embargo 150d\n  …\n}',
  }),
  'label-before-decision': define<{ part: string; known: string; decided: string; isPrice: boolean }>({
    severity: 'error',
    message: ({ part, known, decided, isPrice }) =>
      isPrice
        ? `the label counts from ${known}, and the order is decided ${decided}`
        : `${quote(part)} is known ${known}, so the label would hold what is no more to predict`,
    label: ({ isPrice }) => (isPrice ? 'holds return that is already earned' : 'known when the order is decided'),
    hints: ({ isPrice }) =>
      isPrice
        ? [
            'count from the decision on, `forward_return(close, 5d)`, or from what is filled next: `forward_return(open, 5d, after: 1d)`',
          ]
        : [
            'what is added to a label, or compared with it, must be ahead too: `forward_return(benchmark_close, 5d)`',
            'what is known may scale a return ahead: `forward_return(close, 5d) / stdev(returns(close, 1d), 20d)`',
          ],
    explain:
      'A label is what can still be earned by the order. If it begins before the decision, part of it has happened: the features know that part, the model learns to read it off, and its IC and its loss look better than anything that can be traded. The benchmark’s return that is taken from a return ahead must be the one ahead as well, and an average of prices begins with the first that is averaged. Scales are another matter: a return ahead may be multiplied or divided by what is known, such as a past volatility, taken where a condition holds and zero elsewhere, or ranked; it may not be bounded by it, compared with it, or stand beside it in `where`, `maximum` or `clip`.',
    wrong: 'execution { decide at close … }\nlabel next_week = forward_return(open, 5d)',
    right: 'execution { decide at close … }\nlabel next_week = forward_return(close, 5d)',
  }),
  'label-not-ahead': define<{ known: string | null }>({
    severity: 'error',
    message: () => 'the label is not from the future, so there is nothing to predict',
    label: ({ known }) => (known === null ? 'the same for every session' : `known ${known}`),
    hints: () => ['a return ahead is `forward_return(close, 5d)`'],
    remedies: () => [replacePart('returns(', 'forward_return(')],
    explain:
      'The label is what the model learns to predict: something that is not known yet when the order is decided. `returns(close, 5d)` is what the last five sessions brought; `forward_return(close, 5d)` is what the next five will bring.',
    wrong: 'label next_week = returns(close, 5d)',
    right: 'label next_week = forward_return(close, 5d)',
  }),
} as const;

const FITTED: Readonly<Record<string, string>> = {
  train: 'the model is fitted',
  validate: 'the model is chosen',
};
