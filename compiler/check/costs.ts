/** What trading and holding costs. All of it is charged at the fill, so it may rest on what is known only then. */
import type { Span } from '../../grammar/span.ts';
import type { Kind } from '../../stdlib/types.ts';
import { constantOf } from '../expression/apply.ts';
import { type ConstantRole, meantBy } from '../expression/constant.ts';
import { textOf } from '../expression/context.ts';
import type { Slot } from '../expression/slot.ts';
import type { TypedExpression } from '../expression/typed.ts';
import { reportUnitMissing } from '../expression/unitMissing.ts';
import { describeUnit, isBare, isPrice, isRatio, PER_YEAR, RATIO, sameUnit } from '../expression/units.ts';
import type { ExpandedBlock } from '../load/expanded.ts';
import type { CheckedCosts } from './checked.ts';
import { verifyFigures } from './figures.ts';
import { BlockReader, type CheckContext, type SettingReader } from './settings.ts';

/** What is charged on trades. Left out, a backtest would be of a market that does not exist. */
export const TRADE_RATES = ['spread', 'commission', 'impact'] as const;
/** Beyond 10,000% a year it is a slip. */
const MOST_PER_YEAR = 100;

/** `at` is where a missing block is blamed; `shorts` whether anything is borrowed at all. */
export function checkCosts(
  block: ExpandedBlock | null,
  at: { readonly span: Span; readonly broken: boolean; readonly shorts: boolean },
  context: CheckContext,
): CheckedCosts | null {
  const reader = new BlockReader('costs', block, context);
  const [spread, commission, impact] = TRADE_RATES.map((key) => checkRate(reader, key));
  const borrow = checkYearly(reader, 'borrow', ['scalar', 'series', 'panel']);
  const financing = checkYearly(reader, 'financing', ['scalar', 'series']);
  const cash = checkYearly(reader, 'cash', ['scalar', 'series']);
  const minimumCommission = checkMinimum(reader);

  const missing = [...TRADE_RATES, ...(at.shorts ? ['borrow'] : [])].filter((key) => reader.find(key) === null);
  if (missing.length > 0 && !(block?.broken ?? at.broken)) {
    const facts = { missing, hasBlock: block !== null };
    context.diagnostics.report('costs-missing', block?.span ?? at.span, facts, { block: 'costs' });
  }
  if (!spread || !commission || !impact || !borrow || !financing || !cash || minimumCommission === null) return null;
  const commissionOn = isPrice(commission.unit) ? 'shares' : 'traded';
  const commissionBy = context.origins.get('costs.commission');
  if (commissionBy !== undefined) context.origins.set('costs.commissionOn', commissionBy);
  return { spread, commission, commissionOn, minimumCommission, impact, borrow, financing, cash };
}

function checkMinimum(reader: BlockReader): number | null {
  const path = 'costs.minimumCommission';
  const setting = reader.find('commission');
  if (setting === null || setting.slot('minimum') === null) return reader.byDefault(path, 0);
  return setting.number('minimum', path, { role: 'money', min: 0, what: 'the minimum of an order' });
}

/** A rate on what is traded. */
function checkRate(reader: BlockReader, key: (typeof TRADE_RATES)[number]): TypedExpression | null {
  const isCommission = key === 'commission';
  const value = readCost(reader, key, {
    scopes: ['cost', 'market'],
    kinds: ['scalar', 'series', 'panel'],
    expected: 'a rate',
    hint: 'write `5 bps`, or let it depend on what is traded: `20 bps * turnover`',
  });
  if (value === null) return null;
  const isRate = (unit: TypedExpression['unit']) => isRatio(unit) || (isCommission && isPrice(unit));
  const examples = [`${key} 5 bps`, ...(isCommission ? ['commission 0.005 USD per share'] : [])];
  const expected = isCommission ? 'a ratio, or USD per share' : 'a ratio';
  return verifyRate(value, { key, isRate, role: 'ratio', expected, examples, most: null }, reader.context);
}

/** A rate per year on what is held. */
function checkYearly(
  reader: BlockReader,
  key: 'borrow' | 'financing' | 'cash',
  kinds: readonly Kind[],
): TypedExpression | null {
  const hint = `write \`${key} 2% per year\``;
  const value = readCost(reader, key, { scopes: ['market'], kinds, expected: 'a yearly rate', hint });
  if (value === null) return null;
  const examples = [`${key} 2% per year`];
  const isRate = (unit: TypedExpression['unit']) => sameUnit(unit, PER_YEAR);
  const facts = { key, isRate, role: 'per year', expected: 'a yearly rate', examples, most: MOST_PER_YEAR } as const;
  return verifyRate(value, facts, reader.context);
}

function readCost(
  reader: BlockReader,
  key: string,
  wanted: Pick<Slot, 'scopes' | 'kinds' | 'expected'> & { readonly hint: string },
): TypedExpression | null {
  const setting = reader.find(key);
  const path = `costs.${key}`;
  if (setting === null) {
    reader.byDefault(path, 0);
    return constantOf(0, RATIO, { file: '', start: 0, end: 0 });
  }
  return readRate(setting, path, wanted, reader.context);
}

function readRate(
  setting: SettingReader,
  path: string,
  wanted: Pick<Slot, 'scopes' | 'kinds' | 'expected'> & { readonly hint: string },
  context: CheckContext,
): TypedExpression | null {
  const slot = {
    ...wanted,
    what: `\`${setting.key}\``,
    block: 'costs',
    scopes: ['cost', 'market'],
    by: 'fill',
  } as const;
  const value = setting.value('rate', slot, path);
  return value !== null && verifyFigures([value], context) ? value : null;
}

interface Rate {
  readonly key: string;
  readonly isRate: (unit: TypedExpression['unit']) => boolean;
  readonly role: ConstantRole;
  readonly expected: string;
  readonly examples: readonly string[];
  readonly most: number | null;
}

function verifyRate(value: TypedExpression, rate: Rate, context: CheckContext): TypedExpression | null {
  const { unit, span } = value;
  const { diagnostics, sources } = context;
  const { role, expected, examples, most } = rate;
  const what = `\`${rate.key}\``;
  const text = textOf(span, sources);
  const number = value.form === 'constant' ? value.value : null;
  if (number !== 0 && isBare(unit)) {
    return reportUnitMissing(value, what, meantBy(role), context);
  }
  if (number !== 0 && !rate.isRate(unit)) {
    if (role === 'per year' && isRatio(unit)) return diagnostics.report('rate-missing', span, { text, what });
    return diagnostics.report('wrong-unit', span, { what, expected, found: describeUnit(unit), examples });
  }
  if (number === null || (number >= 0 && (most === null || number <= most))) return value;
  const bounds = { min: 'at least 0', max: most === null || number < 0 ? null : `at most ${100 * most}% per year` };
  return diagnostics.report('out-of-bounds', span, { what, value: text, ...bounds });
}
