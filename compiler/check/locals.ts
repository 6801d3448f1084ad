/**
 * Definitions that nothing uses earn a warning, and are checked all the same: a mistake in one should not wait for the day
 * on which it is used.
 */
import { checkDefinition } from '../expression/check.ts';
import { placeOf } from '../expression/names.ts';
import type { ExpandedStrategy } from '../load/expanded.ts';
import type { CheckContext } from './settings.ts';

export function checkLocals(strategy: ExpandedStrategy, context: CheckContext): void {
  for (const scoped of strategy.definitions) checkDefinition(scoped.node, placeOf(scoped, null), context);
  for (const { type, definitions } of strategy.blocks.values()) {
    if (type === 'features') continue;
    for (const scoped of definitions) {
      checkDefinition(scoped.node, placeOf(scoped, type), context);
    }
  }
}
