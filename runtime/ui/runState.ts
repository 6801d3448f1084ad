/** What a run looks like at an instant: a pure fold over its events and the times they were seen. */
import type { EpochFigures, RunEvent } from '../events.ts';
import { summaryLines } from '../quality/text.ts';

export interface StageState {
  readonly name: string;
  readonly about: string;
  readonly status: 'running' | 'done' | 'reused' | 'stopped';
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly progress: StageProgress | null;
}

export interface StageProgress {
  readonly done: number;
  readonly total: number;
  readonly unit: string;
  readonly note: string | null;
  /** Units a second since the first progress seen, or null before it can be told. */
  readonly rate: number | null;
  readonly secondsLeft: number | null;
  readonly firstAt: number;
  readonly firstDone: number;
}

export interface RunState {
  readonly strategy: string;
  readonly mode: string;
  readonly config: string;
  readonly data: string;
  readonly planHash: string;
  readonly stages: readonly StageState[];
  readonly epochs: readonly EpochFigures[];
  readonly epochsPlanned: number;
  readonly notices: readonly string[];
  readonly finished: Extract<RunEvent, { type: 'run-finished' }> | null;
  readonly interrupted: string | null;
}

export const BEFORE_RUN: RunState = {
  strategy: '',
  mode: '',
  config: '',
  data: '',
  planHash: '',
  stages: [],
  epochs: [],
  epochsPlanned: 0,
  notices: [],
  finished: null,
  interrupted: null,
};

/** `at` in milliseconds. */
export function advance(state: RunState, event: RunEvent, at: number): RunState {
  switch (event.type) {
    case 'run-started':
      return {
        ...state,
        strategy: event.strategy,
        mode: event.mode,
        config: event.config,
        data: event.data,
        planHash: event.planHash,
      };
    case 'stage-started':
      return withStage(state, event.stage, () => ({
        name: event.stage,
        about: event.about,
        status: 'running',
        startedAt: at,
        endedAt: null,
        progress: null,
      }));
    case 'stage-reused':
      return withStage(state, event.stage, () => ({
        name: event.stage,
        about: 'done before, reused',
        status: 'reused',
        startedAt: at,
        endedAt: at,
        progress: null,
      }));
    case 'stage-progress':
      return withStage(state, event.stage, (stage) => ({
        ...stage,
        progress: advanceProgress(stage.progress, event, at),
      }));
    case 'stage-finished':
      return withStage(state, event.stage, (stage) => ({ ...stage, about: event.about, status: 'done', endedAt: at }));
    case 'epoch-finished':
      return { ...state, epochs: [...state.epochs, event], epochsPlanned: event.epochs };
    case 'training-resumed':
      return {
        ...state,
        epochs: event.epochs,
        notices: [...state.notices, `training goes on after epoch ${event.epoch}`],
      };
    case 'artifact-damaged':
      return {
        ...state,
        notices: [...state.notices, `the kept ${event.stage} was damaged (${event.file}) and is made again`],
      };
    case 'data-quality':
      return { ...state, notices: [...state.notices, summaryLines(event).join('\n')] };
    case 'notice':
      return { ...state, notices: [...state.notices, event.message] };
    case 'run-finished':
      return { ...state, finished: event };
    case 'run-failed':
      return state;
    case 'run-interrupted':
      return withStage({ ...state, interrupted: event.how }, event.stage, (stage) => ({
        ...stage,
        status: 'stopped',
        endedAt: at,
      }));
  }
}

function withStage(state: RunState, name: string, change: (stage: StageState) => StageState): RunState {
  const at = state.stages.findIndex((stage) => stage.name === name);
  const before = state.stages[at] ?? UNSTARTED;
  const after = change(before);
  if (at < 0) return after === before ? state : { ...state, stages: [...state.stages, { ...after, name }] };
  return { ...state, stages: state.stages.with(at, after) };
}

const UNSTARTED: StageState = { name: '', about: '', status: 'running', startedAt: 0, endedAt: null, progress: null };

function advanceProgress(
  before: StageProgress | null,
  event: Extract<RunEvent, { type: 'stage-progress' }>,
  at: number,
): StageProgress {
  const restarted = before === null || event.done < before.done || event.total !== before.total;
  const firstAt = restarted ? at : before.firstAt;
  const firstDone = restarted ? event.done : before.firstDone;
  const seconds = (at - firstAt) / 1000;
  const rate = seconds > 0.2 && event.done > firstDone ? (event.done - firstDone) / seconds : null;
  return {
    done: event.done,
    total: event.total,
    unit: event.unit,
    note: event.note,
    rate,
    secondsLeft: rate === null ? null : (event.total - event.done) / rate,
    firstAt,
    firstDone,
  };
}
