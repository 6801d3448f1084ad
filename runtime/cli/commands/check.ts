/** `strat check`: the whole daily loop of someone who edits a strategy, so it loads the compiler and nothing else. */
import type { Arrivals } from '../../../compiler/check/arrivals.ts';
import type { Compilation } from '../../../compiler/compile.ts';
import { toJson } from '../../../compiler/json.ts';
import { renderDiagnostics } from '../../../compiler/render.ts';
import { summarize } from '../../../compiler/summary.ts';
import { type Invocation, UsageError } from '../command.ts';
import { loadConfig } from '../config.ts';
import { EXIT, type ExitCode } from '../exitCodes.ts';
import { packageVersion, readStrategyFile } from '../files.ts';
import { compileFile } from '../strategy.ts';

interface Checked {
  readonly file: string;
  /** Null when the file could not be read; `problem` says why. */
  readonly compilation: Compilation | null;
  readonly problem: string | null;
}

export async function run(invocation: Invocation): Promise<ExitCode> {
  const config = invocation.text('config');
  // Without one there is nothing to hold the strategy to, and configs take their time to load.
  const arrivals = config === undefined ? undefined : (await loadConfig(config)).arrivals;
  if (invocation.flag('fix')) await fixFiles(invocation, arrivals);
  const checked = invocation.operands.map((file) => checkFile(file, invocation, arrivals));
  if (invocation.flag('json')) process.stdout.write(asJson(checked));
  else if (invocation.flag('sarif')) process.stdout.write(await asSarif(checked));
  else for (const each of checked) show(each, invocation.flag('quiet'));
  if (checked.some(({ problem }) => problem !== null)) return EXIT.usage;
  return checked.every(isGood) ? EXIT.ok : EXIT.strategyErrors;
}

function checkFile(file: string, invocation: Invocation, arrivals: Arrivals | undefined): Checked {
  let text: string;
  try {
    text = readStrategyFile(file);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { file, compilation: null, problem: error.message };
  }
  return { file, compilation: compileFile(file, text, invocation, arrivals), problem: null };
}

/** What is done is told on stderr, so that JSON and SARIF stay what they are. */
async function fixFiles(invocation: Invocation, arrivals: Arrivals | undefined): Promise<void> {
  const { fixFile } = await import('../fixFile.ts');
  for (const file of invocation.operands) {
    const told = fixFile(file, (text) => compileFile(file, text, invocation, arrivals));
    if (!invocation.flag('quiet')) process.stderr.write(told.map((line) => `${line}\n`).join(''));
  }
}

function isGood({ compilation }: Checked): boolean {
  return compilation !== null && compilation.plan !== null;
}

function show({ file, compilation, problem }: Checked, quiet: boolean): void {
  if (compilation === null) {
    process.stderr.write(`strat: ${problem}\n`);
    return;
  }
  const { plan, diagnostics, sources } = compilation;
  const color = process.stderr.hasColors?.() ?? false;
  if (diagnostics.length > 0) process.stderr.write(`${renderDiagnostics(diagnostics, sources, { color })}\n`);
  if (plan !== null && !quiet) process.stdout.write(`ok  ${file}\n${summarize(plan)}\n`);
}

function asJson(checked: readonly Checked[]): string {
  const files = checked.map((each) => ({
    file: each.file,
    ok: isGood(each),
    plan: each.compilation?.plan?.hash ?? null,
    diagnostics: each.compilation === null ? [] : toJson(each.compilation.diagnostics, each.compilation.sources),
    ...(each.problem !== null && { problem: each.problem }),
  }));
  return `${JSON.stringify({ ok: checked.every(isGood), files }, null, 2)}\n`;
}

async function asSarif(checked: readonly Checked[]): Promise<string> {
  const { toSarif } = await import('../../../compiler/sarif.ts');
  const scanned = checked.map(({ compilation, problem }) => compilation ?? { problem: problem ?? '' });
  return `${JSON.stringify(toSarif(scanned, packageVersion()), null, 2)}\n`;
}
