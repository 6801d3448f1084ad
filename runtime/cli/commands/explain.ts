import { explain, explainableCodes } from '../../../compiler/explain.ts';
import { type Invocation, UsageError } from '../command.ts';
import { EXIT, type ExitCode } from '../exitCodes.ts';

export async function run(invocation: Invocation): Promise<ExitCode> {
  const code = invocation.operands[0];
  if (code === undefined) {
    process.stdout.write(`${explainableCodes().join('\n')}\n`);
    return EXIT.ok;
  }
  const text = explain(code);
  if (text === null) throw new UsageError(`there is no code \`${code}\`; \`strat explain\` alone lists them all`);
  process.stdout.write(`${text}\n`);
  return EXIT.ok;
}
