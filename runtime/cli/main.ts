import { runCommandLine } from './commandLine.ts';
import { COMMANDS } from './commandTable.ts';
import type { ExitCode } from './exitCodes.ts';

export function main(words: readonly string[]): Promise<ExitCode> {
  return runCommandLine(words, COMMANDS);
}
