/** `strat compare`: several runs side by side, in the terminal and as a page; strategies are run as far as they have to be. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { ensureFolder, replaceFile } from '../../artifacts/folders.ts';
import { artifactKey } from '../../artifacts/keys.ts';
import { compareRuns } from '../../evidence/compare.ts';
import { renderComparison } from '../../report/compare/page.ts';
import { renderComparisonText } from '../../report/compare/text.ts';
import { lineView } from '../../ui/lines.ts';
import { type Invocation, UsageError } from '../command.ts';
import { named, readFinishedRun } from '../comparedRuns.ts';
import { type LoadedConfig, loadConfig } from '../config.ts';
import { evidenceLevel } from '../evidence.ts';
import { EXIT, type ExitCode } from '../exitCodes.ts';
import { displayName } from '../files.ts';
import { runTold } from '../running.ts';
import { compileFor } from '../strategy.ts';
import { variantsOf } from '../variants.ts';

export async function run(invocation: Invocation): Promise<ExitCode> {
  const loaded = await loadConfig(invocation.text('config'));
  const folders: string[] = [];
  for (const operand of invocation.operands) {
    const found = isFolder(operand) ? operand : await runFile(operand, invocation, loaded);
    if (typeof found !== 'string') return found;
    folders.push(found);
  }
  const runs = named(folders.map(readFinishedRun));
  const [first] = runs;
  const comparison = compareRuns(runs, first!);
  if (invocation.flag('json')) {
    process.stdout.write(`${JSON.stringify(comparison, null, 2)}\n`);
    return EXIT.ok;
  }
  process.stdout.write(renderComparisonText(comparison));
  const page = invocation.text('html') ?? (await pageFor(folders, loaded));
  await replaceFile(page, Buffer.from(await renderComparison(comparison))).catch((error: Error) => {
    throw new UsageError(`${page} could not be written (${error.message})`);
  });
  process.stdout.write(`\npage  ${displayName(page)}\n`);
  return EXIT.ok;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** The folder of its run, or the exit code when there is none. */
async function runFile(operand: string, invocation: Invocation, loaded: LoadedConfig): Promise<string | ExitCode> {
  const at = operand.lastIndexOf('#');
  const isPart = at > 0 && statSync(operand, { throwIfNoEntry: false }) === undefined;
  const one = isPart ? asked(operand.slice(0, at), operand.slice(at + 1)) : asked(operand, undefined);
  const compiled = compileFor(one, loaded.arrivals);
  if (compiled === null) return EXIT.strategyErrors;
  const level = evidenceLevel(invocation);
  const evidence = { level, variants: level === 'none' ? [] : variantsOf(compiled, one) };
  const tell = lineView(
    (line) => process.stderr.write(`${line}\n`),
    () => performance.now(),
  );
  const view = { emit: (event: Parameters<typeof tell>[0]) => (invocation.flag('quiet') ? undefined : tell(event)) };
  return (await runTold({ ...compiled, mode: 'backtest', evidence }, loaded, view)) ?? EXIT.interrupted;
}

/** What compiling reads of a command line, for one of several strategies. */
function asked(file: string, strategy: string | undefined): Invocation {
  return {
    operands: [file],
    text: (option) => (option === 'strategy' ? strategy : undefined),
    texts: () => [],
    flag: () => false,
  };
}

/** Below the runs, under a name of its own for these runs in this order. */
async function pageFor(folders: readonly string[], { config }: LoadedConfig): Promise<string> {
  const folder = join(config.storage.runs, 'comparisons');
  await ensureFolder(folder);
  return join(folder, `${artifactKey(...folders).slice(0, 12)}.html`);
}
