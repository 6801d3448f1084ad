import { expect, test } from 'vitest';
import type { RunEvent } from '../../../runtime/events.ts';
import { advance, BEFORE_RUN, collapsed } from '../../../runtime/ui/runState.ts';

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

test('of the models of folds those that are done are one line, and those under way have one each', () => {
  const of = (fold: number) => ({ stage: 'model', key: 'k', part: `fold ${fold} of 3` });
  const state = fold([
    [0, { type: 'stage-reused', ...of(1) }],
    [10, { type: 'stage-started', ...of(2), about: 'LSTM' }],
    [10, { type: 'stage-started', ...of(3), about: 'LSTM' }],
    [20, { ...progress(5), ...of(3) }],
    [30, { type: 'stage-finished', ...of(2), about: 'best epoch 4' }],
  ]);
  expect(state.stages.map(({ part, status }) => [part, status])).toEqual([
    ['fold 1 of 3', 'reused'],
    ['fold 2 of 3', 'done'],
    ['fold 3 of 3', 'running'],
  ]);
  expect(state.stages[2]!.progress).toMatchObject({ done: 5 });
  const [done, running, ...others] = collapsed(state.stages);
  expect(done!.about).toBe('2 done, 1 of them before; the last: fold 2 of 3, best epoch 4');
  expect(running).toMatchObject({ part: 'fold 3 of 3', status: 'running' });
  expect(others).toEqual([]);
});

test('the epochs shown are those of the model that told of one last', () => {
  const epoch = (number: number, part: string): RunEvent => ({
    ...{ type: 'epoch-finished', epochs: 9, epoch: number, part, best: true },
    ...{ trainLoss: 1, validationLoss: 1, validationIc: 0, validationRankIc: 0 },
  });
  const state = fold([
    [0, epoch(1, 'fold 1 of 2')],
    [1, epoch(1, 'fold 2 of 2')],
    [2, epoch(2, 'fold 2 of 2')],
  ]);
  expect(state.epochsOf).toBe('fold 2 of 2');
  expect(state.epochs.map(({ epoch: number }) => number)).toEqual([1, 2]);
});
