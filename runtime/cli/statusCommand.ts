import type { CommandSpec } from './command.ts';
import { CONFIG } from './options.ts';

/** In a file of its own, because `mainOfStatus.ts` knows no other. */
export const STATUS: CommandSpec = {
  name: 'status',
  usage: '[--account NAME]',
  summary: 'paper trading as it stands: equity, positions, orders, risk, what went wrong; on a terminal, a screen',
  operands: { min: 0, max: 0 },
  options: {
    account: { type: 'string', value: 'NAME', summary: 'one account in full (default: the only one)' },
    config: CONFIG,
    plain: { type: 'boolean', summary: 'print it as lines, as it is done where there is no terminal' },
    json: { type: 'boolean', summary: 'print it as JSON' },
  },
  examples: ['strat status --config my-data.yaml'],
  load: () => import('./commands/status.ts'),
};
