/** Limits of `risk`: most are a number, some are a number of something. */
import { MOST_SESSIONS } from '../../stdlib/define.ts';
import type { TailLimitSpec } from '../plan.ts';
import type { CheckedLimits, CheckedTailLimit } from './checked.ts';
import { impliedBeta, impliedReturns, impliedSector } from './implied.ts';
import type { BlockReader, SettingReader } from './settings.ts';
import { checkVolume } from './volume.ts';

/** The least returns of which a correlation, a beta or a worst loss says anything. */
const FEWEST_RETURNS = 5;

export function checkLimits(reader: BlockReader): CheckedLimits {
  const limit = (key: string) =>
    reader.find(`limit ${key}`)?.number('limit', `risk.limits.${key}`, { role: 'ratio', min: 0 }) ?? null;
  return {
    weight: limit('weight'),
    volume: checkVolumeLimit(reader),
    correlation: checkCorrelation(reader),
    names: reader.find('limit names')?.number('limit', 'risk.limits.names', { role: 'count', min: 1 }) ?? null,
    sector: checkSector(reader),
    beta: checkBeta(reader),
    net: limit('net'),
    gross: limit('gross'),
    valueAtRisk: checkTail(reader, 'limit value_at_risk', 'risk.limits.valueAtRisk'),
    expectedShortfall: checkTail(reader, 'limit expected_shortfall', 'risk.limits.expectedShortfall'),
    turnover: limit('turnover'),
  };
}

function checkVolumeLimit(reader: BlockReader): CheckedLimits['volume'] {
  const setting = reader.find('limit volume');
  if (setting === null) return null;
  const path = 'risk.limits.volume';
  const most = setting.number('limit', `${path}.most`, { role: 'ratio', min: 0 });
  const of = checkVolume(setting, `${path}.of`, 'decision');
  return most === null || of === null ? null : { most, of };
}

function checkCorrelation(reader: BlockReader): CheckedLimits['correlation'] {
  const setting = reader.find('limit correlation');
  if (setting === null) return null;
  const path = 'risk.limits.correlation';
  // A correlation has no unit: 0.7 is how it is said.
  const most = setting.number('limit', `${path}.most`, { role: 'number', min: -1, max: 1 });
  const window = readWindow(setting, `${path}.window`);
  if (most === null || window === null) return null;
  setting.said(path);
  return { most, window, returns: impliedReturns(setting.span, reader.context) };
}

function checkSector(reader: BlockReader): CheckedLimits['sector'] {
  const setting = reader.find('limit sector');
  const path = 'risk.limits.sector';
  const most = setting?.number('limit', `${path}.most`, { role: 'ratio', min: 0 }) ?? null;
  if (setting === null || most === null) return null;
  setting.said(path);
  return { most, of: impliedSector(setting.span, reader.context) };
}

function checkBeta(reader: BlockReader): CheckedLimits['beta'] {
  const setting = reader.find('limit beta');
  if (setting === null) return null;
  const path = 'risk.limits.beta';
  const most = setting.number('limit', `${path}.most`, { role: 'number', min: 0 });
  const window = readWindow(setting, `${path}.window`);
  if (most === null || window === null) return null;
  setting.said(path);
  return { most, window, of: impliedBeta(window, setting.span, reader.context) };
}

function checkTail(reader: BlockReader, key: string, path: string): CheckedTailLimit | null {
  const setting = reader.find(key);
  if (setting === null) return null;
  const most = setting.number('limit', `${path}.most`, { role: 'ratio', min: 0 });
  const level = setting.number('level', `${path}.level`, {
    role: 'ratio',
    min: 0.5,
    max: 0.9999,
    what: 'the confidence',
  });
  const window = readWindow(setting, `${path}.window`);
  const method = readMethod(setting, reader, `${path}.method`);
  if (most === null || level === null || window === null) return null;
  setting.said(path);
  return { most, level, window, method, returns: impliedReturns(setting.span, reader.context) };
}

function readMethod(setting: SettingReader, reader: BlockReader, path: string): TailLimitSpec['method'] {
  if (setting.slot('method') === null) return reader.byDefault(path, 'historical');
  const method = setting.words('method', path);
  return method === 'gaussian' || method === 'garch' ? method : 'historical';
}

function readWindow(setting: SettingReader, path: string): number | null {
  const bounds = { min: FEWEST_RETURNS, max: MOST_SESSIONS };
  return setting.number('window', path, { role: 'sessions', ...bounds, what: `the window of \`${setting.key}\`` });
}
