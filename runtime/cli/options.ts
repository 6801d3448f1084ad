/** Options that several commands have. */
import type { OptionSpec } from './command.ts';

export const SET: OptionSpec = {
  type: 'string',
  multiple: true,
  value: 'NAME=VALUE',
  summary: 'give a param of the strategy another value, such as --set k=20 (repeatable)',
};
export const STRATEGY: OptionSpec = {
  type: 'string',
  value: 'NAME',
  summary: 'which strategy of the file; needed when it holds several',
};
export const CONFIG: OptionSpec = {
  type: 'string',
  short: 'c',
  value: 'FILE',
  summary: 'where the data is and where results go (default: the synthetic market)',
};
export const QUIET: OptionSpec = { type: 'boolean', short: 'q', summary: 'say only what went wrong' };
export const EVIDENCE: OptionSpec = {
  type: 'string',
  value: 'LEVEL',
  summary: 'how much the report says of luck: full, quick or none (default: full)',
};

/** Of `run --mode paper` only. */
export const PAPER = {
  account: { type: 'string', value: 'NAME', summary: 'paper: which account (default: the name of the strategy)' },
  predictions: {
    type: 'string',
    value: 'KIND',
    summary: 'paper: model predicts what is due (default); stored takes what a backtest has kept',
  },
  replay: { type: 'string', value: 'FROM..TO', summary: 'paper: recorded days instead of the clock on the wall' },
  'change-clock': {
    type: 'boolean',
    summary: 'paper: an account that was replayed goes on by the clock on the wall, or the other way round',
  },
  until: { type: 'string', value: 'DAY', summary: 'paper: all sessions due until that day' },
  'catch-up': { type: 'boolean', summary: 'paper: all sessions that are due, not just the oldest' },
  scheduled: {
    type: 'boolean',
    summary: 'paper: what was due at the time that the strategy says, whenever it is started: for a scheduler',
  },
  timeout: { type: 'string', value: 'TIME', summary: 'paper: stop after 30min, 2h, …; the same command goes on' },
  watch: {
    type: 'boolean',
    summary: 'paper: on a terminal, the screen of `strat status` beside it, until you leave it',
  },
  'accept-positions': {
    type: 'boolean',
    summary: 'paper: go on from what the broker elsewhere holds, whatever its answers came to',
  },
  'dry-run': { type: 'boolean', summary: 'paper: compute the oldest session due and book nothing' },
} as const satisfies Record<string, OptionSpec>;
export const PAPER_OPTIONS = Object.keys(PAPER);
