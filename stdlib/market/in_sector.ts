import { AT_THE_OPEN } from '../define.ts';
import type { Builtin } from '../types.ts';
import { unitRatio } from '../units.ts';

/** The runtime reads it by its name, as it does `sector`. */
export const inSector: Builtin = {
  name: 'in_sector',
  version: 1,
  summary:
    'Whether a stock is in the sector of that name, as `data.sectors` in the config spells it; missing for a stock that is in none.',
  formula: '1 where the sector of i at t has that name, 0 where it has another',
  example: 'not in_sector("Financials")',
  parameters: [{ name: 'name', role: 'text', summary: 'What the data call the sector.' }],
  result: 'mask',
  unit: unitRatio,
  availability: AT_THE_OPEN,
  kernel: { shape: 'named' },
};
