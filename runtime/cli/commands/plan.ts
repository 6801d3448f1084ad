import { summarize } from '../../../compiler/summary.ts';
import type { Invocation } from '../command.ts';
import { EXIT, type ExitCode } from '../exitCodes.ts';
import { compileFor } from '../strategy.ts';

export async function run(invocation: Invocation): Promise<ExitCode> {
  const compiled = compileFor(invocation);
  if (compiled === null) return EXIT.strategyErrors;
  const { plan } = compiled;
  process.stdout.write(invocation.flag('json') ? `${JSON.stringify(plan, null, 2)}\n` : `${summarize(plan)}\n`);
  return EXIT.ok;
}
