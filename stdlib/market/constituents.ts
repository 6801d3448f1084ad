import { number } from '../define.ts';
import type { Builtin } from '../types.ts';
import { unitRatio } from '../units.ts';

/** The compiler hands the name to the source, which knows who belonged to the index on which day. */
export const constituents: Builtin = {
  name: 'constituents',
  version: 1,
  summary: 'The stocks of an index as it stood on each session, delisted ones included.',
  formula: '{ i : i in the index at t }',
  example: 'constituents("SP500")',
  parameters: [
    { name: 'index', role: 'text', summary: 'The name of the index, as the source knows it.' },
    number('fewest', 'How many members it has at least, on any session: what a book can count on. 0: not known.', {
      default: 0,
      min: 0,
    }),
  ],
  result: 'members',
  unit: unitRatio,
  kernel: { shape: 'lowered' },
};
