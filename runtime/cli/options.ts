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
