/**
 * `trainChild.ts STRATEGY CONFIG SECONDS`: begins to train in the working folder as `strat run --mode train` does, stops
 * after so many seconds of training as Ctrl-C does, and answers with a TrainingSpeed on its IPC channel.
 */
import { main } from '../../../runtime/cli/main.ts';
import type { RunEvent } from '../../../runtime/events.ts';

export interface TrainingSpeed {
  /** Of one epoch. */
  readonly sequences: number;
  readonly sequencesPerSecond: number;
  /** Bytes, resident, of the whole process. */
  readonly peakMemory: number;
}

const [strategy, config, seconds] = process.argv.slice(2) as [string, string, string];

/** Sequences done, and when: from the end of the first batch on. */
const progress: { readonly done: number; readonly at: number }[] = [];
let sequences = 0;

process.stdout.write = (text: string | Uint8Array): boolean => {
  for (const line of `${text}`.trim().split('\n')) follow(JSON.parse(line) as RunEvent);
  return true;
};
await main(['run', strategy, '--config', config, '--mode', 'train', '--json']);

const [first, last] = [progress[0]!, progress.at(-1)!];
const speed: TrainingSpeed = {
  sequences,
  sequencesPerSecond: (last.done - first.done) / ((last.at - first.at) / 1000),
  // maxRSS is in kibibytes on every platform (libuv).
  peakMemory: process.resourceUsage().maxRSS * 1024,
};
process.send!(speed, () => process.exit(0));

function follow(event: RunEvent): void {
  if (event.type !== 'stage-progress' || event.stage !== 'model' || event.done === 0) return;
  sequences = event.total;
  // What follows the last batch is validation.
  if (event.done < event.total) progress.push({ done: event.done, at: performance.now() });
  if (performance.now() - progress[0]!.at > Number(seconds) * 1000) process.emit('SIGINT');
}
