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
  if (text === null) {
    const { nearest } = await import('../../../compiler/nearest.ts');
    const meant = nearest(code, explainableCodes());
    const hint = meant === null ? '`strat explain` alone lists them all' : `did you mean \`${meant}\`?`;
    throw new UsageError(`there is no code \`${code}\`; ${hint}`);
  }
  process.stdout.write(`${text}\n`);
  return EXIT.ok;
}
