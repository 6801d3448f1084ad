/** What lints read besides the checked strategy: where things were written, and where to report. */
import type { Span } from '../../grammar/span.ts';
import type { BlockType, Setting } from '../../grammar/tree.ts';
import type { RelatedSpan } from '../diagnostic.ts';
import type { Diagnostics } from '../diagnostics.ts';
import type { Names } from '../expression/names.ts';
import type { ExpandedBlock, ExpandedStrategy, Scoped } from '../load/expanded.ts';
import type { Origin } from '../plan.ts';

export interface LintContext {
  readonly strategy: ExpandedStrategy;
  readonly diagnostics: Diagnostics;
  readonly names: Names;
  readonly sources: ReadonlyMap<string, string>;
  readonly origins: ReadonlyMap<string, Origin>;
}

export function blockOf(type: BlockType, { strategy }: LintContext): ExpandedBlock | null {
  return strategy.blocks.get(type) ?? null;
}

function settingOf(type: BlockType, key: string, context: LintContext): Scoped<Setting> | null {
  return blockOf(type, context)?.settings.find(({ node }) => node.key === key) ?? null;
}

/** Of a slot of the setting, or the setting; of one that is left out, the head of its block, or the strategy's name. */
export function spanOf(type: BlockType, key: string, context: LintContext, slot?: string): Span {
  const node = settingOf(type, key, context)?.node;
  const found = slot === undefined ? node : (node?.slots[slot] ?? node);
  return found?.span ?? blockOf(type, context)?.span ?? context.strategy.name.span;
}

/** A second place, when the setting is written somewhere. */
export function related(
  type: BlockType,
  key: string,
  message: string,
  context: LintContext,
  slot?: string,
): readonly RelatedSpan[] {
  return settingOf(type, key, context) === null ? [] : [{ span: spanOf(type, key, context, slot), message }];
}
