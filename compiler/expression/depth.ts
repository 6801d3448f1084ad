/**
 * How deep an expression goes, its definitions written out. All that walks one recurses, and must not run out of stack;
 * no person's goes a tenth as deep.
 */
import type { Span } from '../../grammar/span.ts';
import type { Context } from './context.ts';
import type { TypedExpression } from './typed.ts';

export const MOST_DEPTH = 1_200;
/** Definitions being read because another one leans on them. Each takes the stack of several operators. */
export const MOST_DEFINITIONS = 200;

/** While checking: how deep in, and whether that has been too much. */
export interface Depth {
  now: number;
  exceeded: boolean;
}

/** Reported once in a compilation: whatever leans on it would only say so again. */
export function reportTooDeep(span: Span, limit: number, { depth, diagnostics }: Context): null {
  if (!depth.exceeded) diagnostics.report('expression-too-deep', span, { limit: String(limit) });
  depth.exceeded = true;
  return null;
}

/** Applications from here down to the deepest leaf. */
export function heightOver(inputs: readonly TypedExpression[]): number {
  return inputs.reduce((highest, input) => Math.max(highest, input.form === 'call' ? input.height : 0), 0) + 1;
}
