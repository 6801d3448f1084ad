/** One run of a compiled strategy on the ports that a config names, told to a view, and stopped by Ctrl-C. */
import { join, resolve } from 'node:path';
import { openArtifactStore } from '../artifacts/store.ts';
import { Interrupted } from '../interrupted.ts';
import type { EventSink } from '../ports.ts';
import { type RunRequest, runStrategy } from '../run.ts';
import { openSource } from '../sources/open.ts';
import type { LoadedConfig } from './config.ts';
import { EXIT } from './exitCodes.ts';
import { packageVersion } from './files.ts';

export type Asked = Pick<RunRequest, 'plan' | 'sources' | 'mode' | 'evidence'>;

export interface View extends EventSink {
  close(): Promise<void>;
}

/** The run's folder, or null when it was interrupted, which the view has told. */
export async function runTold(
  asked: Asked,
  { config, label, baseFolder }: LoadedConfig,
  view: EventSink,
): Promise<string | null> {
  const interruption = new AbortController();
  const release = listenForInterrupt(interruption);
  try {
    const record = await runStrategy(
      {
        ...asked,
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
    return join(config.storage.runs, record.strategy, record.run);
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    view.emit({ type: 'run-interrupted', stage: error.stage, how: error.message });
    return null;
  } finally {
    release();
  }
}

/** What Ctrl-C does: the first asks the run to stop at its next checkpoint; a second one ends the process at once. */
export function interrupt(interruption: AbortController): void {
  if (interruption.signal.aborted) process.exit(EXIT.interrupted);
  interruption.abort();
}

/** @returns what ends it */
export function listenForInterrupt(interruption: AbortController): () => void {
  const onSignal = () => interrupt(interruption);
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  return () => process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
}
