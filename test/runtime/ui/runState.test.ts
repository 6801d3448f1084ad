import { expect, test } from 'vitest';
import type { RunEvent } from '../../../runtime/events.ts';
import { advance, BEFORE_RUN } from '../../../runtime/ui/runState.ts';

const progress = (done: number, total = 100): RunEvent => ({
  type: 'stage-progress',
  stage: 'model',
  done,
  total,
  unit: 'sequences',
  note: null,
});

function fold(steps: readonly (readonly [number, RunEvent])[]) {
  return steps.reduce((state, [at, event]) => advance(state, event, at), BEFORE_RUN);
}

test('rate and time left are measured from the first progress seen', () => {
  const state = fold([
    [0, { type: 'stage-started', stage: 'model', key: 'k', about: 'training' }],
    [1000, progress(20)],
    [3000, progress(60)],
  ]);
  expect(state.stages[0]!.progress).toMatchObject({ rate: 20, secondsLeft: 2 });
});

test('a new epoch starts its measurement again', () => {
  const state = fold([
    [1000, progress(20)],
    [3000, progress(60)],
    [4000, progress(0)],
  ]);
  expect(state.stages[0]!.progress).toMatchObject({ rate: null, secondsLeft: null });
});

test('stages keep the order in which they began, and end as done, reused or stopped', () => {
  const state = fold([
    [0, { type: 'stage-reused', stage: 'model', key: 'k' }],
    [0, { type: 'stage-started', stage: 'book', key: 'k', about: 'books' }],
    [500, { type: 'stage-finished', stage: 'book', key: 'k', about: '145 sessions' }],
    [500, { type: 'stage-started', stage: 'report', key: 'k', about: 'plots' }],
    [700, { type: 'run-interrupted', stage: 'report', how: 'run it again' }],
  ]);
  expect(state.stages.map(({ name, status }) => [name, status])).toEqual([
    ['model', 'reused'],
    ['book', 'done'],
    ['report', 'stopped'],
  ]);
  expect(state.stages[1]).toMatchObject({ startedAt: 0, endedAt: 500, about: '145 sessions' });
  expect(state.interrupted).toBe('run it again');
});

test('damage and notices are told', () => {
  const state = fold([
    [0, { type: 'artifact-damaged', stage: 'model', key: 'k', file: 'model.safetensors' }],
    [0, { type: 'notice', code: 'empty', message: '3 sessions are empty' }],
  ]);
  expect(state.notices).toEqual([
    'the kept model was damaged (model.safetensors) and is made again',
    '3 sessions are empty',
  ]);
});
