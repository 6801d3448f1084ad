import type { CommandSpec } from './command.ts';
import { CONFIG, QUIET, SET, STRATEGY } from './options.ts';

/** In a file of its own, because `mainOfCheck.ts` knows no other. */
export const CHECK: CommandSpec = {
  name: 'check',
  usage: 'FILE…',
  summary: 'validate strategies: "ok" and a summary of the plan, or every error at once',
  operands: { min: 1, max: Number.POSITIVE_INFINITY },
  options: {
    set: SET,
    strategy: STRATEGY,
    config: {
      ...CONFIG,
      summary: 'check too that the series it reads are there, and all that decides an order has arrived by then',
    },
    fix: { type: 'boolean', summary: 'first mend what is beyond doubt, in the file itself; the rest is told as ever' },
    json: { type: 'boolean', summary: 'print the diagnostics as JSON, in the shape editors use' },
    sarif: { type: 'boolean', summary: 'print them as SARIF 2.1.0, which code scanning services read' },
    quiet: QUIET,
  },
  examples: ['strat check strategies/s2_filter_negative.strat', 'strat check --fix mine.strat'],
  load: () => import('./commands/check.ts'),
};
