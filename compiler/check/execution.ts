import type { ExpandedBlock } from '../load/expanded.ts';
import type { ExecutionSpec } from '../plan.ts';
import { BlockReader, type CheckContext } from './settings.ts';

export function checkExecution(block: ExpandedBlock | null, context: CheckContext): ExecutionSpec | null {
  const reader = new BlockReader('execution', block, context);
  const decide = reader.find('decide at');
  if (decide === null) reader.byDefault('execution.decideAt', 'close');
  else decide.words('instant', 'execution.decideAt');

  // Where a fill happens changes every result, so nothing is assumed.
  const fill = reader.require('fill at');
  const fillAt = fill?.words('instant', 'execution.fillAt') ?? null;
  if (fill === null || (fillAt !== 'close' && fillAt !== 'next open' && fillAt !== 'next close')) return null;
  if (fillAt === 'close') context.diagnostics.report('same-close-fill', fill.span, {}, { block: 'execution' });
  return { decideAt: 'close', fillAt };
}
