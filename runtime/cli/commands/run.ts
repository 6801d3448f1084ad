/** `strat run`: compile, open the ports, run the loop, and show its events in the way that fits where it runs. */
import { resolve } from 'node:path';
import { openArtifactStore } from '../../artifacts/store.ts';
import type { RunEvent } from '../../events.ts';
import { Interrupted } from '../../interrupted.ts';
import { runStrategy } from '../../run.ts';
import { openSource } from '../../sources/open.ts';
import { type Invocation, UsageError } from '../command.ts';
import { loadConfig } from '../config.ts';
import { EXIT, type ExitCode } from '../exitCodes.ts';
import { packageVersion } from '../files.ts';
import { compileFor } from '../strategy.ts';

const MODES = ['train', 'backtest'] as const;
type Mode = (typeof MODES)[number];

export async function run(invocation: Invocation): Promise<ExitCode> {
  const mode = readMode(invocation.text('mode') ?? 'backtest');
  const { config, label, baseFolder } = await loadConfig(invocation.text('config'));
  const compiled = compileFor(invocation);
  if (compiled === null) return EXIT.strategyErrors;

  const view = await openView(invocation);
  const interruption = new AbortController();
  const release = listenForInterrupt(interruption);
  try {
    await runStrategy(
      {
        ...compiled,
        mode,
        engine: config.engine,
        config: label,
        runsFolder: config.storage.runs,
        version: packageVersion(),
      },
      {
        data: await openSource(config.data, baseFolder),
        artifacts: openArtifactStore(resolve(config.storage.artifacts)),
        events: view,
        signal: interruption.signal,
        now: () => performance.now(),
      },
    );
    return EXIT.ok;
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    view.emit({ type: 'run-interrupted', stage: error.stage, how: error.message });
    return EXIT.interrupted;
  } finally {
    release();
    await view.close();
  }
}

function readMode(word: string): Mode {
  const mode = MODES.find((known) => known === word);
  if (mode === undefined) throw new UsageError(`--mode is ${MODES.join(' or ')}, not \`${word}\``);
  return mode;
}

interface View {
  emit(event: RunEvent): void;
  close(): Promise<void>;
}

async function openView(invocation: Invocation): Promise<View> {
  const close = async () => {};
  if (invocation.flag('json')) {
    return { emit: (event) => process.stdout.write(`${JSON.stringify(event)}\n`), close };
  }
  if (invocation.flag('quiet')) return { emit: () => {}, close };
  const now = () => performance.now();
  if (process.stdout.isTTY) {
    const { screenView } = await import('../../ui/screen.tsx');
    return screenView(now);
  }
  const { lineView } = await import('../../ui/lines.ts');
  return { emit: lineView((line) => process.stdout.write(`${line}\n`), now), close };
}

/** The first Ctrl-C asks the run to stop at its next checkpoint; a second one ends the process at once. */
function listenForInterrupt(interruption: AbortController): () => void {
  const onSignal = () => {
    if (interruption.signal.aborted) process.exit(EXIT.interrupted);
    interruption.abort();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  return () => process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
}
