import type { TypedExpression } from './typed.ts';

/**
 * A function on expressions that is defined from the answers for their inputs. Parts are shared, and definitions of
 * definitions multiply, so each is asked once.
 */
export function folding<Answer>(
  combine: (value: TypedExpression, inputs: readonly Answer[]) => Answer,
): (value: TypedExpression) => Answer {
  const known = new Map<readonly TypedExpression[], Answer>();
  const visit = (value: TypedExpression): Answer => {
    if (value.form !== 'call') return combine(value, []);
    const before = known.get(value.inputs);
    if (before !== undefined) return before;
    const answer = combine(value, value.inputs.map(visit));
    known.set(value.inputs, answer);
    return answer;
  };
  return visit;
}
