import { AT_THE_CLOSE, sessions } from '../define.ts';
import type { Builtin } from '../types.ts';
import { BARE } from '../units.ts';

/** The runtime reads it by its name; the config says where it is, and when each of its values was published. */
export const external: Builtin = {
  name: 'external',
  version: 1,
  summary:
    'A series from outside the market, such as the VIX, a rate or a price index of consumers: on each session the last value that was published by then. `data.series` in the config says where it is and when it is published.',
  formula: 'the value of the latest day ≤ t; where days are published by a date, of the latest day published by t',
  example: 'lag(external("DGS10", delay: 1d), 1d)',
  parameters: [
    { name: 'name', role: 'text', summary: 'What the config calls it under `data.series`.' },
    sessions('delay', 'So many sessions after its day a value is known: nothing may decide on it before.', {
      default: 0,
      min: 0,
    }),
  ],
  result: 'series',
  unit: () => BARE,
  availability: AT_THE_CLOSE,
  shift: ([delay = 0]) => delay,
  kernel: { shape: 'named' },
};
