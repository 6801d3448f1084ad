import { compareInstants, describeInstant, settled, shifted } from '../expression/instants.ts';
import type { ExpandedBlock } from '../load/expanded.ts';
import type { ExecutionSpec } from '../plan.ts';
import type { CheckedExecution } from './checked.ts';
import { BlockReader, type CheckContext, type SettingReader } from './settings.ts';
import { beginningOf, isFill } from './timing.ts';
import { checkVolume } from './volume.ts';

export function checkExecution(block: ExpandedBlock | null, context: CheckContext): CheckedExecution | null {
  const reader = new BlockReader('execution', block, context);
  const decide = reader.find('decide at');
  if (decide === null) reader.byDefault('execution.decideAt', 'close');
  else decide.said('execution.decideAt');
  if (decide === null || decide.slot('delay') === null) reader.byDefault('execution.delay', 0);

  // Where a fill happens changes every result, so nothing is assumed.
  const fill = reader.require('fill at');
  const fillAt = fill?.words('instant', 'execution.fillAt') ?? null;
  const shares = checkShares(reader);
  const participation = checkParticipation(reader);
  if (fill === null || !isFill(fillAt) || !verifyFill(fill, fillAt, context)) return null;
  const { at, delay } = context.timing.decision;
  return { decideAt: at, delay, fillAt, shares, participation };
}

function checkShares(reader: BlockReader): ExecutionSpec['shares'] {
  const setting = reader.find('shares');
  if (setting === null) return reader.byDefault('execution.shares', 'fractional');
  return setting.words('shares', 'execution.shares') === 'whole' ? 'whole' : 'fractional';
}

function checkParticipation(reader: BlockReader): CheckedExecution['participation'] {
  const setting = reader.find('participation');
  if (setting === null) return null;
  const path = 'execution.participation';
  const most = setting.number('most', `${path}.most`, { role: 'ratio', min: Number.MIN_VALUE, max: 1 });
  const of = checkVolume(setting, `${path}.of`, 'fill');
  const rest = setting.words('rest', `${path}.rest`);
  if (most === null || of === null) return null;
  return { most, of, rest: rest === 'cancelled' ? 'cancelled' : 'carried' };
}

/** A fill comes after its decision, and not after the next one: there is one order at a time. */
function verifyFill(
  fill: SettingReader,
  fillAt: ExecutionSpec['fillAt'],
  { timing, diagnostics }: CheckContext,
): boolean {
  const { decision, fill: filled, hours, declaredAt } = timing;
  const begins = beginningOf(fillAt);
  const [decidedWhen, filledWhen, begunWhen] = [decision, filled, begins].map(describeInstant);
  const related = declaredAt === null ? [] : [{ span: declaredAt, message: `decided ${decidedWhen}` }];
  const facts = { decided: decidedWhen ?? '', filled: filledWhen ?? '' };
  if (compareInstants(settled(decision, hours), begins) > 0) {
    const roundTheClock = compareInstants(decision, begins) <= 0;
    const early = { ...facts, filled: begunWhen ?? '', isAverage: fillAt.endsWith('vwap'), roundTheClock };
    diagnostics.report('fills-before-decision', fill.span, early, { related });
    return false;
  }
  if (compareInstants(filled, shifted(decision, 1)) > 0) {
    diagnostics.report('fills-after-next-decision', fill.span, facts, { related });
    return false;
  }
  if (compareInstants(decision, filled) === 0) {
    const code = decision.at === 'open' ? 'same-open-fill' : 'same-close-fill';
    diagnostics.report(code, fill.span, {}, { block: 'execution' });
  }
  return true;
}
