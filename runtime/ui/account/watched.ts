/** A watched invocation as the screen shows it: a pure fold over what it tells, on top of that of any run. */
import type { RunEvent } from '../../events.ts';
import type { PaperEvent } from '../../paper/events.ts';
import { advance, BEFORE_RUN, type RunState } from '../runState.ts';

export interface WatchedRun {
  readonly run: RunState;
  /** How many sessions it is going to book; null: not known yet. */
  readonly asked: number | null;
  readonly booked: number;
  /** Of the last session it has booked. */
  readonly day: string | null;
  /** What ended it: empty when all went well; null: it runs. */
  readonly ended: string | null;
}

export const BEFORE_WATCHED: WatchedRun = { run: BEFORE_RUN, asked: null, booked: 0, day: null, ended: null };

/** `at` in milliseconds. */
export function withRunEvent(watched: WatchedRun, event: RunEvent, at: number): WatchedRun {
  return { ...watched, run: advance(watched.run, event, at) };
}

/** It has ended: whatever was under way is over. @param why empty: all went well */
export function withEnd({ run, ...watched }: WatchedRun, why: string, at: number): WatchedRun {
  const status = why === '' ? ('done' as const) : ('stopped' as const);
  const stages = run.stages.map((stage) => (stage.status === 'running' ? { ...stage, status, endedAt: at } : stage));
  return { ...watched, run: { ...run, stages }, ended: why };
}

export function withPaperEvent(watched: WatchedRun, event: PaperEvent): WatchedRun {
  switch (event.type) {
    case 'paper-due':
      return { ...watched, asked: event.asked };
    case 'paper-session':
      return { ...watched, booked: watched.booked + Number(event.booked), day: event.day };
    default:
      return watched;
  }
}
