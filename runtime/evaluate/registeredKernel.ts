import { builtin } from '../../stdlib/registry.ts';
import type { Kernel } from '../../stdlib/types.ts';
import { invariant } from '../invariant.ts';

/** Whether a built-in gives one number per session whatever goes in, labels included. */
export function answersSeries(op: string): boolean {
  return builtin(op)?.result === 'series';
}

/** Whether a built-in is data that the market brings under a name. */
export function isNamed(op: string): boolean {
  return builtin(op)?.kernel.shape === 'named';
}

/** The kernel of a built-in of the language. */
export function registeredKernel(op: string): Kernel {
  const found = builtin(op);
  invariant(found, `the plan uses a built-in '${op}' that is not registered`);
  return found.kernel;
}
