/** Volumes that positions and fills are a part of. */
import type { TypedExpression } from '../expression/typed.ts';
import { describeUnit, isMoney } from '../expression/units.ts';
import type { SettingReader } from './settings.ts';

/** In USD, by stock; null with an error when it is not. */
export function checkVolume(setting: SettingReader, path: string, by: 'decision' | 'fill'): TypedExpression | null {
  const slot = {
    what: 'this volume',
    block: setting.block,
    scopes: ['market'],
    kinds: ['panel'],
    expected: 'an amount of USD per stock and session',
    hint: 'write `dollar_volume`, or its mean: `mean(dollar_volume, 20d)`',
    by,
  } as const;
  const value = setting.value('volume', slot, path);
  if (value === null) return null;
  if (isMoney(value.unit)) return value;
  const facts = {
    what: `the volume of \`${setting.key}\``,
    expected: 'an amount of USD',
    found: describeUnit(value.unit),
    examples: ['dollar_volume', 'mean(dollar_volume, 20d)'],
  };
  return setting.context.diagnostics.report('wrong-unit', value.span, facts);
}
