/** Compiling for the commands that go on with the plan: errors end them, warnings are shown and they go on. */
import type { Arrivals } from '../../compiler/check/arrivals.ts';
import { type Compilation, compile } from '../../compiler/compile.ts';
import type { Plan } from '../../compiler/plan.ts';
import { renderDiagnostics } from '../../compiler/render.ts';
import type { Invocation } from './command.ts';
import { readStrategyFile } from './files.ts';
import { importResolver } from './imports.ts';
import { parseSettings } from './settings.ts';

export interface CompiledStrategy {
  readonly plan: Plan;
  /** Every file it was compiled from, itself first. */
  readonly sources: readonly { readonly file: string; readonly text: string }[];
}

/** The plan, or null after its errors were written. */
export function compileFor(invocation: Invocation, arrivals?: Arrivals): CompiledStrategy | null {
  const file = invocation.operands[0]!;
  const text = readStrategyFile(file);
  const { plan, diagnostics, sources } = compileFile(file, text, invocation, arrivals);
  if (diagnostics.length > 0) {
    const color = process.stderr.hasColors?.() ?? false;
    process.stderr.write(`${renderDiagnostics(diagnostics, sources, { color })}\n`);
  }
  return plan === null ? null : { plan, sources: Array.from(sources, ([name, read]) => ({ file: name, text: read })) };
}

export function compileFile(file: string, text: string, invocation: Invocation, arrivals?: Arrivals): Compilation {
  const strategy = invocation.text('strategy');
  return compile({
    file,
    text,
    resolve: importResolver(),
    set: parseSettings(invocation.texts('set')),
    ...(strategy !== undefined && { strategy }),
    ...(arrivals !== undefined && { arrivals }),
  });
}
