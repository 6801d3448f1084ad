/** Errors as a person reads them: what went wrong and what to do, apart from bugs, which say that they are ours. */
import { Interrupted } from '../interrupted.ts';
import { UserError } from '../ports.ts';
import { isTemporary } from '../problems/problems.ts';
import { UsageError } from './command.ts';
import { ConfigErrors } from './config.ts';
import { EXIT, type ExitCode } from './exitCodes.ts';

export function reportFailure(error: unknown, write: (text: string) => void): ExitCode {
  if (error instanceof UsageError) {
    write(`strat: ${error.message}\n`);
    return EXIT.usage;
  }
  if (error instanceof ConfigErrors) {
    write(`${error.message}\n`);
    return EXIT.configErrors;
  }
  if (error instanceof Interrupted) return EXIT.interrupted;
  if (error instanceof UserError) {
    write(`error[${error.code}]: ${error.message}\n${error.hints.map((hint) => `  = ${hint}\n`).join('')}`);
    return isTemporary(error.code) ? EXIT.temporary : EXIT.runFailed;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  write(`This is a bug in strat, not in your strategy. Please report it with what stands below.\n\n${stack}\n`);
  return EXIT.bug;
}
