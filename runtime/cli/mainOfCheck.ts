/** `main.ts` for `strat check` alone, which people wait for at every save: the bundle keeps it in few, small files. */

import { CHECK } from './checkCommand.ts';
import { runCommandLine } from './commandLine.ts';
import type { ExitCode } from './exitCodes.ts';

export function main(words: readonly string[]): Promise<ExitCode> {
  return runCommandLine(words, [CHECK]);
}
