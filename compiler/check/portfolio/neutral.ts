/** What both sides have alike. A side cannot be brought down to one that there is not. */
import { MOST_SESSIONS } from '../../../stdlib/define.ts';
import type { CheckedLeg, CheckedPortfolio } from '../checked.ts';
import { impliedBeta, impliedSector } from '../implied.ts';
import type { BlockReader, SettingReader } from '../settings.ts';

const FEWEST_RETURNS = 5;

interface Sides {
  readonly long: CheckedLeg | null;
  readonly short: CheckedLeg | null;
}

export function checkNeutral(
  reader: BlockReader,
  { long, short }: Sides,
  portfolio: string,
): CheckedPortfolio['neutral'] {
  const setting = reader.find('neutral');
  if (setting === null) return reader.byDefault(`${portfolio}.neutral`, null);
  const { diagnostics } = reader.context;
  const path = `${portfolio}.neutral`;
  const to = setting.words('to', path);
  if (to === null) return null;
  const sides = [reader.find('long'), reader.find('short')].filter((side) => side !== null);
  if (sides.length === 1) {
    return diagnostics.report('neutral-needs-both-sides', setting.span, { has: sides[0]!.key });
  }
  if (to === 'beta') return checkBeta(setting, path);
  if (setting.slot('window') !== null) {
    return diagnostics.report('neutral-window', setting.spanOf('window'), { to, hasWindow: true });
  }
  if (long !== null && short !== null && long.gross !== short.gross) {
    const facts = { to, long: long.gross, short: short.gross };
    const related = sides.map((side) => ({ span: side.spanOf('gross'), message: `the ${side.key}s` }));
    return diagnostics.report('neutral-gross-differs', setting.spanOf('to'), facts, { related });
  }
  return to === 'sector' ? { to, sector: impliedSector(setting.span, reader.context) } : { to: 'market' };
}

function checkBeta(setting: SettingReader, path: string): CheckedPortfolio['neutral'] {
  const { context } = setting;
  if (setting.slot('window') === null) {
    return context.diagnostics.report('neutral-window', setting.spanOf('to'), { to: 'beta', hasWindow: false });
  }
  const bounds = { min: FEWEST_RETURNS, max: MOST_SESSIONS, what: 'the window of `neutral beta`' };
  const window = setting.number('window', path, { role: 'sessions', ...bounds });
  return window === null ? null : { to: 'beta', beta: impliedBeta(window, setting.span, context) };
}
