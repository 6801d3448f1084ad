/** `strat check --fix`: the safe fixes of a file, done in place. */
import type { Compilation } from '../../compiler/compile.ts';
import { mend } from '../../compiler/fix/safe.ts';
import { UsageError } from './command.ts';
import { readExactly, replaceText } from './strategyFiles.ts';

/** One line for each thing done. A file that cannot be read is told of by the check that follows. */
export function fixFile(file: string, check: (text: string) => Compilation): readonly string[] {
  let before: string;
  try {
    before = readExactly(file);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return [];
  }
  const { text, done } = mend(file, before, check);
  if (text === before) return [];
  replaceText(file, text);
  return done.map(({ code, line, title }) => `fixed  ${file}:${line + 1}  ${code}: ${title}`);
}
