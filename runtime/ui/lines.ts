/** A run as plain lines, for logs, pipes and schedulers: one line per fact, no control characters. */
import type { OfPart, RunEvent } from '../events.ts';
import { summaryLines } from '../quality/text.ts';
import { headlines } from './figures.ts';
import { count, decimal, duration } from './format.ts';
import { advance, BEFORE_RUN, ofPart, type RunState, stageOf } from './runState.ts';

/** A progress line at most this often. */
const PROGRESS_SECONDS = 10;

export function lineView(write: (line: string) => void, now: () => number): (event: RunEvent) => void {
  let state: RunState = BEFORE_RUN;
  let lastProgress = Number.NEGATIVE_INFINITY;
  return (event) => {
    const at = now();
    state = advance(state, event, at);
    if (event.type === 'stage-progress') {
      if (at - lastProgress < PROGRESS_SECONDS * 1000) return;
      lastProgress = at;
    }
    const line = describe(event, state);
    if (line !== null) write(line);
  };
}

/** "model (fold 3 of 7, seed 8)" */
function named(event: { readonly stage: string } & OfPart): string {
  return `${event.stage}${ofPart(event)}`;
}

function describe(event: RunEvent, state: RunState): string | null {
  switch (event.type) {
    case 'run-started':
      return `${event.strategy}  ${event.mode}  plan ${event.planHash.slice(0, 12)}\nconfig: ${event.config}\ndata: ${event.data}`;
    case 'stage-started':
      return `${named(event)}: ${event.about}`;
    case 'stage-reused':
      return `${named(event)}: done before, reused (${event.key.slice(0, 12)})`;
    case 'stage-progress': {
      const progress = stageOf(state, event)?.progress;
      const rate = progress?.rate ? `, ${count(progress.rate)} ${event.unit}/s` : '';
      const left = progress?.secondsLeft ? `, about ${duration(progress.secondsLeft)} left` : '';
      const note = event.note === null ? '' : ` (${event.note})`;
      return `${named(event)}: ${count(event.done)} of ${count(event.total)} ${event.unit}${rate}${left}${note}`;
    }
    case 'stage-finished': {
      const stage = stageOf(state, event);
      const seconds = stage?.endedAt ? (stage.endedAt - stage.startedAt) / 1000 : 0;
      return `${named(event)}: ${event.about} in ${duration(seconds)}`;
    }
    case 'epoch-finished':
      return (
        `epoch ${event.epoch} of at most ${event.epochs}${ofPart(event)}: loss ${decimal(event.trainLoss, 4)}, ` +
        `validation loss ${decimal(event.validationLoss, 4)}, rank IC ${decimal(event.validationRankIc, 4)}` +
        (event.best ? '  (best so far)' : '')
      );
    case 'training-resumed':
      return `training goes on after epoch ${event.epoch}${ofPart(event)}`;
    case 'artifact-damaged':
      return `the kept ${event.stage} was damaged (${event.file} is not what was written) and is made again`;
    case 'data-quality':
      return summaryLines(event).join('\n');
    case 'notice':
      return `note: ${event.message}`;
    case 'run-finished':
      return [
        '',
        ...headlines(event.figures).map(({ label, text }) => `${label.padEnd(22)} ${text}`),
        ...event.suspicions.map(({ code, reason }, k) => `${k === 0 ? '\n' : ''}suspect: ${reason} (${code})`),
        '',
        event.report === null ? `results: ${event.folder}` : `report: ${event.report}`,
      ].join('\n');
    case 'run-failed':
      return null; // the failure itself goes to stderr
    case 'run-interrupted':
      return `interrupted in ${event.stage}: ${event.how}`;
  }
}
