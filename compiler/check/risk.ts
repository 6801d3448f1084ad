import { MOST_SESSIONS } from '../../stdlib/define.ts';
import { readConstant } from '../expression/check.ts';
import { textOf } from '../expression/context.ts';
import type { ExpandedBlock } from '../load/expanded.ts';
import type { RiskSpec } from '../plan.ts';
import type { CheckedRisk } from './checked.ts';
import { checkLimits } from './limits.ts';
import { BlockReader, type CheckContext } from './settings.ts';
import { checkPositionStop, checkStop } from './stops.ts';

export function checkRisk(block: ExpandedBlock | null, context: CheckContext): CheckedRisk | null {
  const reader = new BlockReader('risk', block, context);
  const stops = reader.all('stop when').map((setting, index) => checkStop(setting, `risk.stops.${index}`, context));
  const positionStops = reader
    .all('stop position')
    .map((setting, index) => checkPositionStop(setting, `risk.positionStops.${index}`, context));
  return {
    volatilityTarget: checkVolatilityTarget(reader),
    stops: stops.filter((stop) => stop !== null),
    positionStops: positionStops.filter((stop) => stop !== null),
    limits: checkLimits(reader),
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
