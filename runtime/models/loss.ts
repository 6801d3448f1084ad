/**
 * The loss as the strategy wrote it, `0.7 * spearman_loss(…) + 0.3 * huber(…)`: one value per cross-section, a batch
 * being their plain mean. The expression is built on the predictions alone and differentiated there by tfjs; the
 * engine carries the gradient on through the model.
 */
import type { ExpressionNode, NodeId, Plan } from '../../compiler/plan.ts';
import { builtin } from '../../stdlib/registry.ts';
import type { LossInput, TensorOps } from '../../stdlib/types.ts';
import { invariant } from '../invariant.ts';
import { registerGradients } from './gradients.ts';
import type { BatchLoss, CrossSections } from './model.ts';
import { tensorOps } from './tensorOps.ts';
import { currentTfjs, type Scalar, scoped, type Tensor, type Tf } from './tfjs.ts';

export interface Loss {
  /** Mean over the cross-sections, without a gradient. Labels are laid out like `sections.stocks`; none is missing. */
  value(sections: CrossSections, labels: Float64Array, predictions: Float32Array): number;
  /** For training: the mean and its gradient. */
  onBatch(sections: CrossSections, labels: Float64Array): BatchLoss;
}

export async function compileLoss(plan: Pick<Plan, 'expressions' | 'model'>): Promise<Loss> {
  const tf = await currentTfjs();
  registerGradients(tf);
  const build = lossExpression(plan.expressions, plan.model.loss);
  const section = (predictions: Tensor, input: SectionData) => buildSection(tf, build, predictions, input);

  return {
    value(sections, labels, predictions) {
      let total = 0;
      for (const data of bySection(sections, labels, predictions)) {
        total += scoped(tf, () => section(tf.tensor1d(data.values), data).dataSync()[0]!);
      }
      return total / sections.sessions.length;
    },
    onBatch: (sections, labels) => (predictions) => {
      const count = sections.sessions.length;
      const gradient = new Float32Array(predictions.length);
      let total = 0;
      for (const data of bySection(sections, labels, predictions)) {
        tf.tidy(() => {
          const objective = (p: Tensor) => section(p, data) as Scalar;
          const { value, grad } = tf.valueAndGrad(objective)(tf.tensor1d(data.values));
          total += value.dataSync()[0]!;
          gradient.set(
            grad.dataSync<'float32'>().map((g) => g / count),
            data.first,
          );
        });
      }
      return { loss: total / count, gradient };
    },
  };
}

interface SectionData {
  /** Where the section starts among the batch's predictions. */
  readonly first: number;
  readonly labels: Float64Array;
  readonly values: Float32Array;
}

function* bySection(sections: CrossSections, labels: Float64Array, predictions: Float32Array): Iterable<SectionData> {
  const base = sections.offsets[0]!;
  for (let s = 0; s < sections.sessions.length; s++) {
    const first = sections.offsets[s]! - base;
    const end = sections.offsets[s + 1]! - base;
    yield { first, labels: labels.subarray(first, end), values: predictions.slice(first, end) };
  }
}

function buildSection(tf: Tf, build: LossExpression, predictions: Tensor, { labels, values }: SectionData): Tensor {
  const labelTensor = tf.tensor1d(Float32Array.from(labels));
  const loss = build(tensorOps(tf), { predictions, labels, labelTensor, values });
  // An undefined correlation is a constant; the zero keeps it a function of the predictions, with gradient zero.
  return tf.add(loss, tf.mul(tf.sum(predictions), 0));
}

export type LossExpression = <T>(ops: TensorOps<T>, input: LossInput<T>) => T;

/** The expression as a function over any tensor operations. */
export function lossExpression(expressions: Readonly<Record<NodeId, ExpressionNode>>, root: NodeId): LossExpression {
  return <T>(ops: TensorOps<T>, input: LossInput<T>): T => {
    const made = new Map<NodeId, T>();
    const evaluate = (id: NodeId): T => {
      const known = made.get(id);
      if (known !== undefined) return known;
      const node = expressions[id];
      invariant(node !== undefined, `the plan has no expression ${id}`);
      const value = apply(ops, input, node, node.inputs.map(evaluate));
      made.set(id, value);
      return value;
    };
    return evaluate(root);
  };
}

function apply<T>(ops: TensorOps<T>, input: LossInput<T>, node: ExpressionNode, operands: readonly T[]): T {
  const [a, b] = operands;
  switch (node.op) {
    case 'constant':
      return ops.scalar(node.constants[0]!);
    case 'add':
      return ops.add(a!, b!);
    case 'subtract':
      return ops.sub(a!, b!);
    case 'multiply':
      return ops.mul(a!, b!);
    case 'divide':
      return ops.div(a!, b!);
    case 'negate':
      return ops.neg(a!);
    default: {
      const kernel = builtin(node.op)?.kernel;
      invariant(kernel?.shape === 'loss', `${node.op} is not a loss`);
      return kernel.build(ops, input, node.constants);
    }
  }
}
