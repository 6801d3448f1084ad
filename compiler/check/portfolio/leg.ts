/** One side of a portfolio: which end of which order, how far into it, whom it leaves out, and how much it holds. */
import { checkExpression } from '../../expression/check.ts';
import { asConstant, meantBy } from '../../expression/constant.ts';
import { reportUnitMissing } from '../../expression/unitMissing.ts';
import { isBare, isRatio } from '../../expression/units.ts';
import type { Take } from '../../planPortfolio.ts';
import type { CheckedLeg } from '../checked.ts';
import type { BlockReader, SettingReader } from '../settings.ts';

const SCORE = {
  what: 'the score',
  block: 'portfolio',
  scopes: ['market', 'score'],
  kinds: ['panel'],
  expected: 'one number per stock and session',
} as const;

const FILTER = {
  what: 'this filter',
  block: 'portfolio',
  scopes: ['market', 'score'],
  kinds: ['mask', 'condition'],
  expected: 'a yes or no per stock and session',
  hint: 'compare it with something: `where prediction < 0%`',
} as const;

export type SideName = 'long' | 'short';

export function checkLeg(reader: BlockReader, side: SideName, portfolio: string): CheckedLeg | null {
  const setting = reader.find(side);
  if (setting === null) return null;
  const path = `${portfolio}.${side}`;
  const take = checkTake(setting, side, `${path}.take`);
  const score = setting.value('score', SCORE, `${path}.score`);
  const filter = setting.value('filter', FILTER, `${path}.filter`);
  const gross = setting.number('gross', `${path}.gross`, { role: 'ratio', min: 0, what: '`gross`' });
  return take === null || score === null || gross === null ? null : { take, score, filter, gross };
}

function checkTake(setting: SettingReader, side: SideName, path: string): Take | null {
  const { diagnostics } = setting.context;
  if (setting.slot('all')?.kind === 'words') {
    setting.said(path);
    if (setting.slot('keep') !== null) diagnostics.report('keep-of-all', setting.spanOf('keep'), { side });
    return { kind: 'all' };
  }
  const enter = readPlace(setting, 'count', path, side === 'long' ? 'the number of longs' : 'the number of shorts');
  const written = setting.slot('keep') !== null;
  const keep = written ? readPlace(setting, 'keep', path, '`keep to`') : enter;
  if (enter === null || keep === null) return null;
  if (enter.kind !== keep.kind) {
    const facts = { enter: enter.text, keep: keep.text, ofEnter: enter.kind };
    return diagnostics.report('keep-other-kind', setting.spanOf('keep'), facts);
  }
  if (keep.value < enter.value) {
    const facts = { enter: enter.text, keep: keep.text };
    return diagnostics.report('keep-below-count', setting.spanOf('keep'), facts);
  }
  return { kind: enter.kind, enter: enter.value, keep: keep.value };
}

interface Place {
  readonly kind: 'count' | 'part';
  readonly value: number;
  readonly text: string;
}

/** A number of names, or with `%` a part of the cross-section. */
function readPlace(setting: SettingReader, slot: string, path: string, what: string): Place | null {
  const written = setting.expression(slot);
  if (written === null) return null;
  const { context } = setting;
  const typed = checkExpression(written, setting.place, context);
  if (setting.broken) return null;
  const isPart = typed !== null && isRatio(typed.unit) && !isBare(typed.unit);
  // Written without its sign, a part is no number of names.
  if (typed?.form === 'constant' && isBare(typed.unit) && typed.value > 0 && typed.value < 1) {
    return reportUnitMissing(typed, what, meantBy('ratio'), context);
  }
  const wanted = isPart
    ? ({ role: 'ratio', min: Number.MIN_VALUE, max: 1 } as const)
    : ({ role: 'count', min: 1 } as const);
  const constant = asConstant(typed, written.span, { ...wanted, what }, context);
  if (constant === null) return null;
  setting.said(path, constant.setBy);
  return { kind: isPart ? 'part' : 'count', value: constant.value, text: setting.textOf(slot) };
}
