/** Stops of the book and of its positions: one strict comparison each, and when what was stopped goes on. */
import { MOST_SESSIONS } from '../../stdlib/define.ts';
import { checkExpression } from '../expression/check.ts';
import { textOf, unwrap } from '../expression/context.ts';
import { findPart, fitSlot, type Slot } from '../expression/slot.ts';
import type { TypedExpression } from '../expression/typed.ts';
import { inPercent, reportUnitMissing } from '../expression/unitMissing.ts';
import { isBare, isRatio } from '../expression/units.ts';
import type { CheckedStop } from './checked.ts';
import { verifyFigures } from './figures.ts';
import type { CheckContext, SettingReader } from './settings.ts';

const BOOK_STOP = {
  what: 'a stop',
  block: 'risk',
  scopes: ['book'],
  kinds: ['condition'],
  expected: 'a comparison of a figure of the book with a limit',
  hint: 'write `stop when drawdown > 8% then flatten`',
} as const;

const POSITION_STOP = {
  what: 'a stop of a position',
  block: 'risk',
  scopes: ['position', 'market', 'score'],
  kinds: ['mask'],
  expected: 'a comparison of a figure of the position with a limit',
  hint: 'write `stop position when position_return < -8% then exit`',
} as const;

const BOOK_AGAIN = {
  what: 'the condition of a resume',
  block: 'risk',
  scopes: ['market'],
  kinds: ['condition'],
  expected: 'a yes or no per session',
  hint: 'write `resume after 5d when mean(benchmark_close, 50d) > mean(benchmark_close, 200d)`',
} as const;

const POSITION_AGAIN = {
  ...BOOK_AGAIN,
  scopes: ['market', 'score'],
  kinds: ['mask', 'condition'],
  expected: 'a yes or no per stock and session',
  hint: 'write `resume after 5d when close > mean(close, 20d)`',
} as const;

export function checkStop(setting: SettingReader, path: string, context: CheckContext): CheckedStop | null {
  return checkComparison(setting, path, BOOK_STOP, BOOK_AGAIN, context);
}

export function checkPositionStop(setting: SettingReader, path: string, context: CheckContext): CheckedStop | null {
  const stop = checkComparison(setting, path, POSITION_STOP, POSITION_AGAIN, context);
  if (stop === null || !verifyFigures([stop.left, stop.right], context)) return null;
  if (readsPosition(stop.left) || readsPosition(stop.right)) return stop;
  const span = setting.spanOf('condition');
  return context.diagnostics.report('stop-without-position', span, {});
}

/** Each stop is recorded with its figure and its limit when it trips. */
function checkComparison(
  setting: SettingReader,
  path: string,
  slot: Slot,
  again: Slot,
  context: CheckContext,
): CheckedStop | null {
  const { diagnostics } = context;
  const written = setting.expression('condition');
  if (written === null || written.kind === 'missing') return null;
  // The whole condition is checked first, so that wrong names and units in it are reported whatever its form.
  const checked = checkExpression(written, setting.place, context);
  if (setting.broken) return null;
  const value = fitSlot(checked, slot, context, setting.includedBy);
  const resumeAfter = checkResume(setting, path);
  const resumeWhen = setting.slot('again') === null ? null : setting.value('again', again, `${path}.resumeWhen`);
  if (value === null) return null;

  const condition = unwrap(written);
  const figure = slot === BOOK_STOP ? 'book' : 'position';
  if (condition.kind !== 'binary' || value.form !== 'call')
    return diagnostics.report('stop-not-comparison', written.span, { figure });
  const { operator, operatorSpan } = condition;
  if (operator === '<=' || operator === '>=') {
    return diagnostics.report('stop-not-strict', operatorSpan, { operator, strict: operator.charAt(0) });
  }
  const [left, right] = value.inputs;
  if ((operator !== '<' && operator !== '>') || left === undefined || right === undefined) {
    return diagnostics.report('stop-not-comparison', written.span, { figure });
  }
  if (!verifyLimit(left, right, context)) return null;
  setting.said(path);
  return { text: textOf(written.span, context.sources), left, comparison: operator, right, resumeAfter, resumeWhen };
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
    const isField = figure.form === 'field' && isRatio(figure.unit) && figure.field.scope !== 'market';
    const isShare = isField || (figure.form === 'call' && figure.builtin.name === 'volatility');
    if (!isShare || limit.form !== 'constant' || !isBare(limit.unit) || limit.value === 0) continue;
    const what = `a limit of \`${textOf(figure.span, context.sources)}\``;
    reportUnitMissing(limit, what, inPercent, context);
    return false;
  }
  return true;
}

function readsPosition(value: TypedExpression): boolean {
  return findPart(value, (part) => part.form === 'field' && part.field.scope === 'position') !== null;
}
