/** Every code a `UserError` may carry, once, with what `strat explain` tells of it. Codes are stable. */
import { DATA } from './data.ts';
import { FEEDS } from './feeds.ts';
import { PAPER } from './paper.ts';
import type { Problem } from './problem.ts';
import { PUBLISH } from './publish.ts';
import { RUN } from './run.ts';
import { STORE } from './store.ts';

export type { Problem } from './problem.ts';

export const PROBLEMS = { ...DATA, ...RUN, ...STORE, ...FEEDS, ...PAPER, ...PUBLISH };

export type ProblemCode = keyof typeof PROBLEMS;

/** Whether the same command will do later, with nothing changed by anybody. */
export function isTemporary(code: ProblemCode): boolean {
  return problem(code)?.temporary === true;
}

export function problem(code: string): Problem | null {
  return Object.hasOwn(PROBLEMS, code) ? PROBLEMS[code as ProblemCode] : null;
}
