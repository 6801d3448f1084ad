/** `strat data …`: work on the local store that a config names, and on the quality of its bars. */
import { type Invocation, UsageError } from '../command.ts';
import type { ExitCode } from '../exitCodes.ts';

/** Imported when they are used: a pull must not load what only a comparison needs. */
const ACTIONS: Readonly<Record<string, () => Promise<{ run(invocation: Invocation): Promise<ExitCode> }>>> = {
  pull: () => import('./data/pull.ts'),
  status: () => import('./data/status.ts'),
  verify: () => import('./data/verify.ts'),
  repair: () => import('./data/repair.ts'),
  diff: () => import('./data/diff.ts'),
  quality: () => import('./data/quality.ts'),
};

export async function run(invocation: Invocation): Promise<ExitCode> {
  const [name = '', ...operands] = invocation.operands;
  const load = Object.hasOwn(ACTIONS, name) ? ACTIONS[name]! : null;
  if (load === null) {
    throw new UsageError(`\`strat data\` has no \`${name}\`; it has ${Object.keys(ACTIONS).join(', ')}`);
  }
  return (await load()).run({ ...invocation, operands });
}
