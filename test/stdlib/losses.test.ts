/** Losses and their gradients, in float64, against worked cases. */
import { expect, it } from 'vitest';
import { builtin } from '../../stdlib/registry.ts';
import { Tape, type Tensor } from '../support/tape.ts';
import { describeWithShared, vectors } from '../support/vectors.ts';

interface CrossSection {
  readonly p: readonly number[];
  readonly y: readonly number[];
}

interface Worked extends CrossSection {
  readonly temperature?: number;
  readonly delta?: number;
  readonly loss: number;
  readonly gradient: readonly number[];
}

interface Batch {
  readonly inputs: {
    readonly weights: readonly [number, number];
    readonly temperature: number;
    readonly delta: number;
    readonly batch: readonly CrossSection[];
  };
  readonly expected: { readonly loss: number; readonly gradients: readonly (readonly number[])[] };
}

function build(tape: Tape, name: string, predictions: Tensor, y: readonly number[], constants: readonly number[]) {
  const { kernel } = builtin(name)!;
  if (kernel.shape !== 'loss') throw new Error(`${name} is not a loss`);
  const labels = Float64Array.from(y);
  return kernel.build(
    tape,
    { predictions, labels, labelTensor: tape.input(labels), values: predictions.values },
    constants,
  );
}

function evaluate(name: string, p: readonly number[], y: readonly number[], constants: readonly number[] = []) {
  const tape = new Tape();
  const predictions = tape.input(p);
  const loss = build(tape, name, predictions, y, constants);
  tape.differentiate(loss);
  return { loss: loss.values[0]!, gradient: [...predictions.gradient], operations: tape.operations };
}

/** 1e-9 of the value; of a gradient's largest element; 1e-12 near zero. */
function expectNear(actual: readonly number[], expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  const scale = Math.max(...expected.map(Math.abs));
  for (const [i, value] of expected.entries()) {
    expect(Math.abs(actual[i]! - value), `${actual[i]} instead of ${value}`).toBeLessThanOrEqual(
      Math.max(1e-12, 1e-9 * scale),
    );
  }
}

describeWithShared('losses and their worked cases', () => {
  it.each([
    ['spearman_loss', 'temperature'],
    ['huber', 'delta'],
  ] as const)('%s', (name, constant) => {
    const file = name === 'huber' ? 'huber' : 'spearman-loss';
    const { expected } = vectors<{ expected: readonly Worked[] }>(`book/${file}.json`);
    expect(expected.length).toBeGreaterThan(10);
    for (const { p, y, loss, gradient, [constant]: setting } of expected) {
      const found = evaluate(name, p, y, [setting!]);
      expectNear([found.loss], [loss]);
      expectNear(found.gradient, gradient);
    }
  });

  it('a weighted sum, averaged over a batch', () => {
    const { inputs, expected } = vectors<Batch>('book/batch-loss.json');
    const { weights, temperature, delta, batch } = inputs;
    const tape = new Tape();
    const predictions = batch.map(({ p }) => tape.input(p));
    const losses = batch.map(({ y }, i) =>
      tape.add(
        tape.mul(tape.scalar(weights[0]), build(tape, 'spearman_loss', predictions[i]!, y, [temperature])),
        tape.mul(tape.scalar(weights[1]), build(tape, 'huber', predictions[i]!, y, [delta])),
      ),
    );
    const mean = tape.div(losses.reduce(tape.add), tape.scalar(batch.length));
    tape.differentiate(mean);
    expectNear([mean.values[0]!], [expected.loss]);
    for (const [i, gradient] of expected.gradients.entries()) expectNear([...predictions[i]!.gradient], gradient);
  });
});

it('mse and its gradient', () => {
  expect(evaluate('mse', [1, 2, 4], [0, 2, 7])).toMatchObject({ loss: 10 / 3, gradient: [2 / 3, 0, -2] });
});

it('an undefined correlation counts as 0 and carries no gradient', () => {
  const undefinedOnes = [
    [[0.3], [0.1]],
    [
      [0.1, 0.1, 0.1],
      [1, 2, 3],
    ],
    [
      [0.1, 0.2, 0.3],
      [7, 7, 7],
    ],
  ] as const;
  for (const [p, y] of undefinedOnes) {
    expect(evaluate('spearman_loss', p, y, [0.05])).toMatchObject({ loss: 1, gradient: p.map(() => 0) });
  }
});

it('spearman_loss is about the order of labels only, and about no scale of predictions', () => {
  const p = [0.01, -0.02, 0.005, 0.03];
  const { loss } = evaluate('spearman_loss', p, [1, 2, 3, 4], [0.05]);
  expect(evaluate('spearman_loss', p, [-5, 0, 0.1, 900], [0.05]).loss).toBe(loss);
  expect(
    evaluate(
      'spearman_loss',
      p.map((x) => 1000 * x - 7),
      [1, 2, 3, 4],
      [0.05],
    ).loss,
  ).toBeCloseTo(loss, 9);
});

it('gradients agree with finite differences', () => {
  const p = [0.013, -0.021, 0.0052, 0.031, -0.0007];
  const y = [0.02, -0.08, 0.01, 0.001, 0.03];
  for (const [name, constant] of [
    ['spearman_loss', 0.5],
    ['huber', 0.02],
    ['mse', 0],
  ] as const) {
    const { gradient } = evaluate(name, p, y, [constant]);
    const step = 1e-7;
    const slopes = p.map((_, i) => {
      const moved = (by: number) => p.map((value, j) => (i === j ? value + by : value));
      const [up, down] = [step, -step].map((by) => evaluate(name, moved(by), y, [constant]).loss);
      return (up! - down!) / (2 * step);
    });
    for (const [i, slope] of slopes.entries()) expect(gradient[i]).toBeCloseTo(slope, 4);
  }
});

it('spearman_loss stays a small graph', () => {
  const { operations } = evaluate('spearman_loss', [1, 3, 2], [1, 2, 3], [0.05]);
  expect(operations).toBeLessThan(35);
});
