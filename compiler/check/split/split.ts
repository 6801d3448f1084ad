/** The block `split`: its kind stands in its head, and what may be said in it depends on that. */

import { nearest } from '../../../configs/nearest.ts';
import type { ExpandedBlock } from '../../load/expanded.ts';
import type { DateRange, FoldPlan, SplitScheme } from '../../plan.ts';
import { BlockReader, type CheckContext } from '../settings.ts';
import { checkCombinatorial, checkKFold } from './groups.ts';
import { checkWalkForward } from './walkForward.ts';
import { checkWindows } from './windows.ts';

export type SplitKind = SplitScheme['kind'];

/** The settings of each kind. */
export const SETTINGS_OF: Readonly<Record<SplitKind, readonly string[]>> = {
  windows: ['train', 'validate', 'test', 'purge', 'embargo'],
  walk_forward: ['over', 'train', 'validate', 'test', 'step', 'window', 'start', 'purge', 'embargo'],
  k_fold: ['over', 'folds', 'validate', 'purge', 'embargo'],
  combinatorial: ['over', 'groups', 'test', 'validate', 'purge', 'embargo'],
};

/** The kinds that are named; a head without a name is that of three windows. */
export const NAMED: readonly SplitKind[] = ['walk_forward', 'k_fold', 'combinatorial'];

export interface CheckedFolds extends FoldPlan {
  readonly scheme: SplitScheme;
}

/** @param period that of the universe, or null where it could not be read */
export function checkSplit(
  block: ExpandedBlock | null,
  period: DateRange | null,
  context: CheckContext,
): CheckedFolds | null {
  const kind = kindOf(block, context);
  if (kind === null) return null;
  const reader = new BlockReader('split', block, context);
  if (!verifySettings(kind, reader)) return null;
  switch (kind) {
    case 'windows':
      return checkWindows(reader, period);
    case 'walk_forward':
      return checkWalkForward(reader, period);
    case 'k_fold':
      return checkKFold(reader, period);
    case 'combinatorial':
      return checkCombinatorial(reader, period);
  }
}

function kindOf(block: ExpandedBlock | null, { diagnostics, origins }: CheckContext): SplitKind | null {
  if (block === null) return null;
  if (block.name === null) return 'windows';
  const { text: name, span } = block.name;
  const kind = NAMED.find((known) => known === name);
  if (kind === undefined) {
    return diagnostics.report('unknown-split', span, { name, known: NAMED, nearest: nearest(name, NAMED) });
  }
  origins.set('split.kind', { by: 'file', span });
  return kind;
}

/** Whether all that is said belongs to this kind. */
function verifySettings(kind: SplitKind, { block, context }: BlockReader): boolean {
  const foreign = (block?.settings ?? []).filter(({ node }) => !SETTINGS_OF[kind].includes(node.key));
  for (const { node } of foreign) {
    const kinds = NAMED.filter((other) => SETTINGS_OF[other].includes(node.key));
    context.diagnostics.report('setting-of-other-split', node.keySpan, { key: node.key, kind, kinds });
  }
  return foreign.length === 0;
}
