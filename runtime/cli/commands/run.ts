/** `strat run`: compile, open the ports, run the loop, and show its events in the way that fits where it runs. */
import type { RunEvent } from '../../events.ts';
import { UserError } from '../../ports.ts';
import { drawsScreens, heedNoColor } from '../../ui/terminal.ts';
import { type Invocation, UsageError } from '../command.ts';
import { ConfigErrors, type LoadedConfig, loadConfig } from '../config.ts';
import { evidenceLevel } from '../evidence.ts';
import { EXIT, type ExitCode } from '../exitCodes.ts';
import { PAPER_OPTIONS } from '../options.ts';
import { type Asked, runTold, type View } from '../running.ts';
import { compileFor } from '../strategy.ts';
import { variantsOf } from '../variants.ts';

const MODES = ['train', 'backtest', 'paper'] as const;
type Mode = (typeof MODES)[number];

export async function run(invocation: Invocation): Promise<ExitCode> {
  const mode = readMode(invocation.text('mode') ?? 'backtest');
  verifyOptionsOf(mode, invocation);
  let view: View | null = null;
  try {
    const loaded = await loadConfig(invocation.text('config'));
    const compiled = compileFor(invocation, loaded.arrivals);
    if (compiled === null) {
      tellFailure(invocation, 'strategy-errors', 'the strategy has errors', []);
      if (mode === 'paper') await tellAccount(invocation, loaded);
      return EXIT.strategyErrors;
    }
    if (mode === 'paper') {
      view = await openView(invocation, false);
      const { bookSessions } = await import('./paper.ts');
      return await bookSessions(compiled, loaded, view, invocation);
    }
    const level = evidenceLevel(invocation);
    const variants = level === 'none' || mode === 'train' ? [] : variantsOf(compiled, invocation);
    view = await openView(invocation, drawsScreens());
    return await runCompiled({ ...compiled, mode, evidence: { level, variants } }, loaded, view);
  } catch (error) {
    const code = error instanceof UserError ? error.code : error instanceof ConfigErrors ? 'config-errors' : 'bug';
    tellFailure(invocation, code, (error as Error).message, error instanceof UserError ? error.hints : []);
    throw error;
  } finally {
    await view?.close();
  }
}

/** Whoever looks after a paper account does not read what a scheduler is told. */
async function tellAccount(invocation: Invocation, { config }: LoadedConfig): Promise<void> {
  const account = invocation.text('account');
  if (account === undefined || invocation.flag('dry-run')) return;
  const { strategyErrorsOf } = await import('../strategyErrors.ts');
  await strategyErrorsOf(account, config);
}

/** Exit code 130 when it was interrupted: the view has told of it. */
async function runCompiled(asked: Asked, loaded: LoadedConfig, view: View): Promise<ExitCode> {
  return (await runTold(asked, loaded, view)) === null ? EXIT.interrupted : EXIT.ok;
}

/** What went wrong as the last event, for readers of `--json`; people read it on stderr. */
function tellFailure(invocation: Invocation, code: string, message: string, hints: readonly string[]): void {
  if (!invocation.flag('json')) return;
  process.stdout.write(`${JSON.stringify({ type: 'run-failed', code, message, hints })}\n`);
}

function readMode(word: string): Mode {
  const mode = MODES.find((known) => known === word);
  if (mode === undefined)
    throw new UsageError(`--mode is ${MODES.slice(0, -1).join(', ')} or ${MODES.at(-1)}, not \`${word}\``);
  return mode;
}

function verifyOptionsOf(mode: Mode, invocation: Invocation): void {
  if (mode === 'paper') return;
  const other = PAPER_OPTIONS.find((name) => invocation.flag(name) || invocation.text(name) !== undefined);
  if (other !== undefined) throw new UsageError(`--${other} needs --mode paper`);
}

/** What is said in spite of `--quiet`. */
const WORTH_A_WORD: ReadonlySet<RunEvent['type']> = new Set([
  'run-interrupted',
  'artifact-damaged',
  'data-quality',
  'notice',
]);

/** @param onScreen whether a screen may be drawn; else there are lines. */
async function openView(invocation: Invocation, onScreen: boolean): Promise<View> {
  const close = async () => {};
  if (invocation.flag('json')) {
    return { emit: (event) => process.stdout.write(`${JSON.stringify(event)}\n`), close };
  }
  const now = () => performance.now();
  if (invocation.flag('quiet')) {
    const { lineView } = await import('../../ui/lines.ts');
    const tell = lineView((line) => process.stderr.write(`${line}\n`), now);
    return { emit: (event) => (WORTH_A_WORD.has(event.type) ? tell(event) : undefined), close };
  }
  if (onScreen) {
    heedNoColor();
    const { screenView } = await import('../../ui/screen.tsx');
    return screenView(now);
  }
  const { lineView } = await import('../../ui/lines.ts');
  return { emit: lineView((line) => process.stdout.write(`${line}\n`), now), close };
}
