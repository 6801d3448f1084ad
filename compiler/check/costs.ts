import type { Span } from '../../grammar/span.ts';
import { constantOf } from '../expression/apply.ts';
import { meantBy } from '../expression/constant.ts';
import { textOf } from '../expression/context.ts';
import type { TypedExpression } from '../expression/typed.ts';
import { describeUnit, isBare, isRatio, RATIO } from '../expression/units.ts';
import type { ExpandedBlock } from '../load/expanded.ts';
import type { CheckedCosts } from './checked.ts';
import { BlockReader, type CheckContext, type SettingReader } from './settings.ts';

const RATES = ['spread', 'commission', 'impact'] as const;
const MOST_BORROW = 100;

/** `at` is where a missing block is blamed; `shorts` whether anything is borrowed at all. */
export function checkCosts(
  block: ExpandedBlock | null,
  at: { readonly span: Span; readonly broken: boolean; readonly shorts: boolean },
  context: CheckContext,
): CheckedCosts | null {
  const reader = new BlockReader('costs', block, context);
  const [spread, commission, impact] = RATES.map((key) => checkRate(reader, key));
  const borrowSetting = reader.find('borrow');
  const borrow =
    borrowSetting === null
      ? reader.byDefault('costs.borrow', 0)
      : borrowSetting.number('rate', 'costs.borrow', { role: 'per year', min: 0, max: MOST_BORROW });

  const missing = [...RATES, ...(at.shorts ? ['borrow'] : [])].filter((key) => reader.find(key) === null);
  if (missing.length > 0 && !(block?.broken ?? at.broken)) {
    const facts = { missing, hasBlock: block !== null };
    context.diagnostics.report('costs-missing', block?.span ?? at.span, facts, { block: 'costs' });
  }
  if (!spread || !commission || !impact || borrow === null) return null;
  return { spread, commission, impact, borrow };
}

function checkRate(reader: BlockReader, key: (typeof RATES)[number]): TypedExpression | null {
  const setting = reader.find(key);
  const path = `costs.${key}`;
  if (setting === null) {
    reader.byDefault(path, 0);
    return constantOf(0, RATIO, { file: '', start: 0, end: 0 });
  }
  const slot = {
    what: `\`${key}\``,
    block: 'costs',
    scopes: ['cost'],
    kinds: ['scalar'],
    expected: 'a rate',
    hint: 'write `5 bps`, or let it depend on what is traded: `20 bps * turnover`',
    by: 'fill',
  } as const;
  const value = setting.value('rate', slot, path);
  return value === null ? null : verifyRate(value, setting, reader.context);
}

function verifyRate(value: TypedExpression, setting: SettingReader, context: CheckContext): TypedExpression | null {
  const { unit, span } = value;
  const what = `\`${setting.key}\``;
  const zero = value.form === 'constant' && value.value === 0;
  if (!isRatio(unit)) {
    const facts = { what, expected: 'a ratio', found: describeUnit(unit), examples: [`${setting.key} 5 bps`] };
    return context.diagnostics.report('wrong-unit', span, facts);
  }
  if (isBare(unit) && !zero) {
    const text = textOf(span, context.sources);
    return context.diagnostics.report('unit-missing', span, {
      text,
      what,
      examples: meantBy('ratio', text, value.form === 'constant' ? value.value : 5),
    });
  }
  if (value.form === 'constant' && value.value < 0) {
    const facts = { what, value: textOf(span, context.sources), min: 'at least 0', max: null };
    return context.diagnostics.report('out-of-bounds', span, facts);
  }
  return value;
}
