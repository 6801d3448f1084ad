/** `main.ts` for `strat status` alone, which people open to look at something: the bundle keeps it in few files. */

import { runCommandLine } from './commandLine.ts';
import type { ExitCode } from './exitCodes.ts';
import { STATUS } from './statusCommand.ts';

export function main(words: readonly string[]): Promise<ExitCode> {
  return runCommandLine(words, [STATUS]);
}
