import type { Expression } from '../../grammar/tree.ts';
import { MOST_SESSIONS } from '../../stdlib/define.ts';
import { checkExpression, readConstant } from '../expression/check.ts';
import { textOf } from '../expression/context.ts';
import { fitSlot } from '../expression/slot.ts';
import type { TypedExpression } from '../expression/typed.ts';
import { isBare } from '../expression/units.ts';
import type { ExpandedBlock } from '../load/expanded.ts';
import type { RiskSpec } from '../plan.ts';
import type { CheckedRisk, CheckedStop } from './checked.ts';
import { BlockReader, type CheckContext, type SettingReader } from './settings.ts';

const STOP = {
  what: 'a stop',
  block: 'risk',
  scopes: ['book'],
  kinds: ['condition'],
  expected: 'a comparison of a figure of the book with a limit',
  hint: 'write `stop when drawdown > 8% then flatten`',
} as const;

export function checkRisk(block: ExpandedBlock | null, context: CheckContext): CheckedRisk | null {
  const reader = new BlockReader('risk', block, context);
  const stops = reader.all('stop when').map((setting, index) => checkStop(setting, `risk.stops.${index}`, context));
  const limit = (key: string) =>
    reader.find(`limit ${key}`)?.number('limit', `risk.limits.${key}`, { role: 'ratio', min: 0 }) ?? null;
  return {
    volatilityTarget: checkVolatilityTarget(reader),
    stops: stops.filter((stop) => stop !== null),
    limits: {
      weight: limit('weight'),
      sector: limit('sector'),
      net: limit('net'),
      gross: limit('gross'),
      turnover: limit('turnover'),
    },
  };
}

function checkVolatilityTarget(reader: BlockReader): RiskSpec['volatilityTarget'] {
  const setting = reader.find('target volatility');
  if (setting === null) return null;
  const { context } = reader;
  const what = '`target volatility`';
  const path = 'risk.volatilityTarget';
  const perYear = setting.number('target', `${path}.perYear`, { role: 'per year', min: 0, what });
  const window = setting.number('window', `${path}.window`, {
    role: 'sessions',
    min: 2,
    max: MOST_SESSIONS,
    what: `the window of ${what}`,
  });
  const scale = setting.range('scale');
  if (scale === null) return null;
  const [lo, hi] = [scale.from, scale.to].map((bound) =>
    readConstant(bound, setting.place, { what: '`scale`', role: 'number', min: 0 }, context),
  );
  if (!lo || !hi || perYear === null || window === null) return null;
  if (lo.value > hi.value) {
    const facts = { from: textOf(lo.span, context.sources), to: textOf(hi.span, context.sources) };
    return context.diagnostics.report('reversed-range', scale.span, facts);
  }
  setting.said(`${path}.scale`, [lo, hi].some(({ setBy }) => setBy === 'command line') ? 'command line' : 'file');
  return { perYear, window, lo: lo.value, hi: hi.value };
}

/** Each stop is one strict comparison, recorded with its figure and its limit when it trips. */
function checkStop(setting: SettingReader, path: string, context: CheckContext): CheckedStop | null {
  const { diagnostics } = context;
  const written = setting.expression('condition');
  if (written === null || written.kind === 'missing') return null;
  // The whole condition is checked first, so that wrong names and units in it are reported whatever its form.
  const checked = checkExpression(written, setting.place, context);
  if (setting.broken) return null;
  const value = fitSlot(checked, STOP, context, setting.includedBy);
  const resumeAfter = checkResume(setting, path);
  if (value === null) return null;

  const condition = unwrap(written);
  if (condition.kind !== 'binary' || value.form !== 'call')
    return diagnostics.report('stop-not-comparison', written.span, {});
  const { operator, operatorSpan } = condition;
  if (operator === '<=' || operator === '>=') {
    return diagnostics.report('stop-not-strict', operatorSpan, { operator, strict: operator.charAt(0) });
  }
  const [left, right] = value.inputs;
  if ((operator !== '<' && operator !== '>') || left === undefined || right === undefined) {
    return diagnostics.report('stop-not-comparison', written.span, {});
  }
  if (!verifyLimit(left, right, context)) return null;
  setting.said(path);
  return { text: textOf(written.span, context.sources), left, comparison: operator, right, resumeAfter };
}

function checkResume(setting: SettingReader, path: string): number | null {
  if (setting.slot('resume') === null) return null;
  return setting.number('resume', `${path}.resumeAfter`, {
    role: 'sessions',
    min: 1,
    max: MOST_SESSIONS,
    what: '`resume after`',
  });
}

/** `drawdown > 8` would never trip: a limit of a return or a drawdown says `%`. Sharpe ratios are plain numbers. */
function verifyLimit(left: TypedExpression, right: TypedExpression, context: CheckContext): boolean {
  for (const [figure, limit] of [
    [left, right],
    [right, left],
  ] as const) {
    const inPercent = figure.form === 'field' || (figure.form === 'call' && figure.builtin.name === 'volatility');
    if (!inPercent || limit.form !== 'constant' || !isBare(limit.unit) || limit.value === 0) continue;
    const text = textOf(limit.span, context.sources);
    const what = `a limit of \`${textOf(figure.span, context.sources)}\``;
    context.diagnostics.report('unit-missing', limit.span, { text, what, examples: [`${text}%`] });
    return false;
  }
  return true;
}

function unwrap(expression: Expression): Expression {
  return expression.kind === 'parenthesized' ? unwrap(expression.inner) : expression;
}
