/** What a run looks like at an instant: a pure fold over its events and the times they were seen. */
import type { EpochFigures, OfPart, RunEvent } from '../events.ts';
import { summaryLines } from '../quality/text.ts';

export interface StageState {
  readonly name: string;
  /** Which of several of its name: "fold 3 of 7, seed 8"; null: there is one. */
  readonly part: string | null;
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
  /** Of the model that told of one last. */
  readonly epochs: readonly EpochFigures[];
  readonly epochsOf: string | null;
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
  epochsOf: null,
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
      return withStage(state, event, () => ({
        ...named(event),
        about: event.about,
        status: 'running',
        startedAt: at,
        endedAt: null,
        progress: null,
      }));
    case 'stage-reused':
      return withStage(state, event, () => ({
        ...named(event),
        about: 'done before, reused',
        status: 'reused',
        startedAt: at,
        endedAt: at,
        progress: null,
      }));
    case 'stage-progress':
      return withStage(state, event, (stage) => ({
        ...stage,
        progress: advanceProgress(stage.progress, event, at),
      }));
    case 'stage-finished':
      return withStage(state, event, (stage) => ({ ...stage, about: event.about, status: 'done', endedAt: at }));
    case 'epoch-finished':
      return withEpoch(state, event);
    case 'training-resumed':
      return {
        ...state,
        epochs: event.epochs,
        epochsOf: event.part ?? null,
        notices: [...state.notices, `training goes on after epoch ${event.epoch}${ofPart(event)}`],
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
      return stopRunning({ ...state, interrupted: event.how }, at);
  }
}

interface OfStage extends OfPart {
  readonly stage: string;
}

function named({ stage, part }: OfStage): Pick<StageState, 'name' | 'part'> {
  return { name: stage, part: part ?? null };
}

/** The stage that an event is about, or undefined before it has begun. */
export function stageOf(state: RunState, event: OfStage): StageState | undefined {
  const { name, part } = named(event);
  return state.stages.find((stage) => stage.name === name && stage.part === part);
}

function withStage(state: RunState, event: OfStage, change: (stage: StageState) => StageState): RunState {
  const found = stageOf(state, event);
  const after = change(found ?? { ...UNSTARTED, ...named(event) });
  if (found === undefined) return { ...state, stages: [...state.stages, after] };
  return { ...state, stages: state.stages.with(state.stages.indexOf(found), after) };
}

const UNSTARTED: Omit<StageState, 'name' | 'part'> = {
  ...{ about: '', status: 'running', startedAt: 0, endedAt: null, progress: null },
};

/** Of several models that are trained side by side those of one are kept: the one that told last. */
function withEpoch(state: RunState, event: Extract<RunEvent, { type: 'epoch-finished' }>): RunState {
  const of = event.part ?? null;
  const before = state.epochsOf === of ? state.epochs.filter(({ epoch }) => epoch < event.epoch) : [];
  return { ...state, epochs: [...before, event], epochsOf: of, epochsPlanned: event.epochs };
}

function stopRunning(state: RunState, at: number): RunState {
  const stages = state.stages.map((stage) =>
    stage.status === 'running' ? { ...stage, status: 'stopped' as const, endedAt: at } : stage,
  );
  return { ...state, stages };
}

/** " (fold 3 of 7, seed 8)", or nothing. */
export function ofPart({ part }: OfPart): string {
  return part === undefined ? '' : ` (${part})`;
}

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

/** For a screen: parts of a stage that have ended as one line, those under way each by itself. */
export function collapsed(stages: readonly StageState[]): readonly StageState[] {
  const hasParts = (name: string) => stages.some((stage) => stage.name === name && stage.part !== null);
  const seen = new Set<string>();
  return stages.flatMap((stage) => {
    if (!hasParts(stage.name)) return [stage];
    if (seen.has(stage.name)) return [];
    seen.add(stage.name);
    const parts = stages.filter(({ name, part }) => name === stage.name && part !== null);
    const ended = parts.filter(({ status }) => status === 'done' || status === 'reused');
    const others = stages.filter((each) => each.name === stage.name && !ended.includes(each));
    return ended.length === 0 ? others : [together(ended), ...others];
  });
}

function together(ended: readonly StageState[]): StageState {
  const last = ended.at(-1)!;
  const reused = ended.filter(({ status }) => status === 'reused').length;
  const before = reused === 0 ? '' : reused === ended.length ? ', all of them before' : `, ${reused} of them before`;
  return {
    ...last,
    part: null,
    status: reused === ended.length ? 'reused' : 'done',
    about: `${ended.length} done${before}; the last: ${last.part}, ${last.about}`,
    startedAt: Math.min(...ended.map(({ startedAt }) => startedAt)),
    progress: null,
  };
}
