/** Whether early stopping can stop anything. */
import type { CheckedStrategy } from '../check/checked.ts';
import { type LintContext, spanOf } from './context.ts';

/** The first epoch is the best so far, so that what has to pass without a better one begins behind it. */
export function verifyPatience({ model: { epochs, earlyStopping } }: CheckedStrategy, context: LintContext): void {
  if (earlyStopping === null || earlyStopping.patience < epochs) return;
  const facts = { patience: earlyStopping.patience, epochs };
  context.diagnostics.report('patience-never-ends', spanOf('model', 'epochs', context, 'patience'), facts, {
    block: 'model',
  });
}
