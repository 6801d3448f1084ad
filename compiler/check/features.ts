import { checkDefinition } from '../expression/check.ts';
import { placeOf } from '../expression/names.ts';
import { fitSlot } from '../expression/slot.ts';
import { isBroken } from '../load/broken.ts';
import type { ExpandedBlock } from '../load/expanded.ts';
import type { FeatureSpec } from '../plan.ts';
import type { CheckedFeatures } from './checked.ts';
import { readForm } from './form.ts';
import { BlockReader, type CheckContext } from './settings.ts';

const FEATURE = {
  what: 'this feature',
  block: 'features',
  scopes: ['market'],
  kinds: ['panel', 'series'],
  expected: 'a number per stock and session, or one per session',
  hint: 'make a yes or no into a number with `where(condition, 1, 0)`',
} as const;

export function checkFeatures(block: ExpandedBlock | null, context: CheckContext): CheckedFeatures | null {
  const { diagnostics } = context;
  const reader = new BlockReader('features', block, context);
  const definitions = block?.definitions ?? [];
  if (block !== null && !block.broken && definitions.length === 0) diagnostics.report('no-features', block.span, {});

  const features = definitions.flatMap((scoped) => {
    const { node } = scoped;
    const value = checkDefinition(node, placeOf(scoped, 'features'), context);
    if (isBroken(node.span, scoped.home)) return [];
    const fitting = fitSlot(value, FEATURE, context, scoped.includedBy);
    if (fitting !== null) context.origins.set(`features.${node.name.text}`, { by: 'file', span: node.span });
    return fitting === null ? [] : [{ name: node.name.text, value: fitting }];
  });
  const normalize = checkNormalize(reader);
  return block === null ? null : { features, normalize };
}

function checkNormalize(reader: BlockReader): FeatureSpec['normalize'] {
  const setting = reader.find('normalize');
  if (setting === null) return reader.byDefault('features.normalize', null);
  const read = readForm(setting, 'normalize', 'features.normalize', reader.context);
  if (read?.name !== 'zscore') return null;
  const clip = read.values.clip ?? Number.POSITIVE_INFINITY;
  return { method: 'zscore', clip: Number.isFinite(clip) ? clip : null, fittedOn: 'train' };
}
