/** `strat check`: the whole daily loop of someone who edits a strategy, so it loads the compiler and nothing else. */
import { renderDiagnostics, toJson } from '../../../compiler/render.ts';
import { summarize } from '../../../compiler/summary.ts';
import type { Invocation } from '../command.ts';
import { EXIT, type ExitCode } from '../exitCodes.ts';
import { readStrategyFile } from '../files.ts';
import { compileFile } from '../strategy.ts';

export async function run(invocation: Invocation): Promise<ExitCode> {
  const results = invocation.operands.map((file) => ({
    file,
    ...compileFile(file, readStrategyFile(file), invocation),
  }));
  const failed = results.some((result) => result.plan === null);

  if (invocation.flag('json')) {
    const files = results.map(({ file, plan, diagnostics, sources }) => ({
      file,
      ok: plan !== null,
      plan: plan?.hash ?? null,
      diagnostics: toJson(diagnostics, sources),
    }));
    process.stdout.write(`${JSON.stringify({ ok: !failed, files }, null, 2)}\n`);
  } else {
    const color = process.stderr.hasColors?.() ?? false;
    for (const { file, plan, diagnostics, sources } of results) {
      if (diagnostics.length > 0) process.stderr.write(`${renderDiagnostics(diagnostics, sources, { color })}\n`);
      if (plan !== null && !invocation.flag('quiet')) process.stdout.write(`ok  ${file}\n${summarize(plan)}\n`);
    }
  }
  return failed ? EXIT.strategyErrors : EXIT.ok;
}
