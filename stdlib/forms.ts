/** Named forms that fill a slot: ways to normalise, to optimise, to weigh, to smooth. Settings with a name, not expressions. */
import { number, ratio } from './define.ts';
import type { Form, Parameter } from './types.ts';
import { WEIGHTS } from './weights.ts';

const learningRate = number('learning_rate', 'Step size.', { default: 0.001, min: 0 });

function adaptive(weightDecay: Parameter): readonly Parameter[] {
  return [
    learningRate,
    weightDecay,
    number('beta1', 'Memory of the mean of gradients.', { default: 0.9, min: 0, max: 1 }),
    number('beta2', 'Memory of the mean of squared gradients.', { default: 0.999, min: 0, max: 1 }),
    number('epsilon', 'Keeps the step finite where gradients vanish.', { default: 1e-8, min: 0 }),
  ];
}

export const FORMS: readonly Form[] = [
  {
    slot: 'normalize',
    name: 'zscore',
    summary:
      'Subtracts the mean and divides by the sample standard deviation, both pooled over the members in all sessions of the window it is fitted on; then clips, if told to.',
    example: 'normalize zscore(clip: 5) fitted on train',
    parameters: [
      number('clip', 'Greatest size kept, in standard deviations; left out, nothing is clipped.', {
        default: Number.POSITIVE_INFINITY,
        min: Number.MIN_VALUE,
      }),
    ],
  },
  {
    slot: 'optimizer',
    name: 'sgd',
    summary: 'Stochastic gradient descent: a step against the gradient, with momentum if told to.',
    example: 'optimizer sgd(learning_rate: 0.01, momentum: 0.9)',
    parameters: [
      learningRate,
      number('momentum', 'Share of the last step that is kept.', { default: 0, min: 0, max: 1 }),
    ],
  },
  {
    slot: 'optimizer',
    name: 'adam',
    summary:
      'Steps scaled by running moments of the gradient; weight decay is added to the gradient. (Kingma and Ba 2015)',
    example: 'optimizer adam(learning_rate: 0.001)',
    parameters: adaptive(
      number('weight_decay', 'Pull of weights towards zero, as L2 penalty.', { default: 0, min: 0 }),
    ),
  },
  {
    slot: 'optimizer',
    name: 'adamw',
    summary: 'Adam with weight decay apart from the gradient. (Loshchilov and Hutter 2019)',
    example: 'optimizer adamw(learning_rate: 0.001, weight_decay: 0.00001)',
    parameters: adaptive(
      number('weight_decay', 'Pull of weights towards zero, apart from the gradient.', { default: 0.01, min: 0 }),
    ),
  },
  ...WEIGHTS,
  {
    slot: 'smooth',
    name: 'ewma',
    summary: 'Moves the book a share of the way to its target at each rebalance: s ← α·target + (1 − α)·s.',
    example: 'smooth ewma(0.15)',
    parameters: [ratio('alpha', 'Share of the way; 1 is no smoothing.', { min: Number.MIN_VALUE, max: 1 })],
  },
];
