/** What lints read besides the checked strategy: where things were written, and where to report. */
import type { Span } from '../../grammar/span.ts';
import type { Setting } from '../../grammar/tree.ts';
import type { RelatedSpan } from '../diagnostic.ts';
import type { Diagnostics } from '../diagnostics.ts';
import type { Names } from '../expression/names.ts';
import type { BlockKey, ExpandedBlock, ExpandedStrategy, Scoped } from '../load/expanded.ts';
import type { Origin } from '../plan.ts';

export interface LintContext {
  readonly strategy: ExpandedStrategy;
  readonly diagnostics: Diagnostics;
  readonly names: Names;
  readonly sources: ReadonlyMap<string, string>;
  readonly origins: ReadonlyMap<string, Origin>;
}

export function blockOf(key: BlockKey, { strategy }: LintContext): ExpandedBlock | null {
  return strategy.blocks.get(key) ?? null;
}

function settingOf(block: BlockKey, key: string, context: LintContext): Scoped<Setting> | null {
  return blockOf(block, context)?.settings.find(({ node }) => node.key === key) ?? null;
}

/** Whether the setting stands there, right or wrong. */
export function isWritten(block: BlockKey, key: string, context: LintContext): boolean {
  return settingOf(block, key, context) !== null;
}

/** Of a slot of the setting, or the setting; of one that is left out, the head of its block, or the strategy's name. */
export function spanOf(block: BlockKey, key: string, context: LintContext, slot?: string): Span {
  const node = settingOf(block, key, context)?.node;
  const found = slot === undefined ? node : (node?.slots[slot] ?? node);
  return found?.span ?? blockOf(block, context)?.span ?? context.strategy.name.span;
}

/** A second place, when the setting is written somewhere. */
export function related(
  block: BlockKey,
  key: string,
  message: string,
  context: LintContext,
  slot?: string,
): readonly RelatedSpan[] {
  return settingOf(block, key, context) === null ? [] : [{ span: spanOf(block, key, context, slot), message }];
}
