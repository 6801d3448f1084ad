import { render } from 'ink-testing-library';
import { expect, test } from 'vitest';
import type { RunEvent } from '../../../runtime/events.ts';
import { lineView } from '../../../runtime/ui/lines.ts';
import { advance, BEFORE_RUN } from '../../../runtime/ui/runState.ts';
import { RunView } from '../../../runtime/ui/screen.tsx';

const KEY = '0123456789abcdef';
const RUN: readonly (readonly [number, RunEvent])[] = [
  [
    0,
    {
      type: 'run-started',
      run: 'r',
      strategy: 's2_demo',
      mode: 'backtest',
      planHash: KEY,
      config: 'configs/default.yaml',
      data: 'synthetic market, 100 stocks, seed 7',
    },
  ],
  [0, { type: 'stage-started', stage: 'model', key: KEY, about: 'LSTM 14→24, 505 cross-sections' }],
  [1000, { type: 'stage-progress', stage: 'model', done: 0, total: 50_000, unit: 'sequences', note: 'epoch 1' }],
  [11_000, { type: 'stage-progress', stage: 'model', done: 25_000, total: 50_000, unit: 'sequences', note: 'epoch 1' }],
  [
    21_000,
    {
      type: 'epoch-finished',
      epochs: 2,
      epoch: 1,
      trainLoss: 0.72,
      validationLoss: 0.71,
      validationIc: 0.02,
      validationRankIc: 0.031,
      best: true,
    },
  ],
  [
    31_000,
    {
      type: 'epoch-finished',
      epochs: 2,
      epoch: 2,
      trainLoss: 0.7,
      validationLoss: 0.712,
      validationIc: 0.02,
      validationRankIc: 0.029,
      best: false,
    },
  ],
  [31_000, { type: 'stage-finished', stage: 'model', key: KEY, about: 'trained, best epoch 1' }],
  [31_000, { type: 'stage-reused', stage: 'book', key: KEY }],
  [31_000, { type: 'notice', code: 'stop-tripped', message: 'drawdown > 8% tripped on 2025-05-02' }],
  [
    32_000,
    {
      type: 'run-finished',
      run: 'r',
      folder: 'runs/s2_demo/0123',
      report: 'runs/s2_demo/0123/report.html',
      figures: { sharpe: 1.234, annual_return: 0.1, max_drawdown: -0.05, rank_ic: null },
      suspicions: [{ code: 'gone-with-double-cost', reason: 'at twice the costs nothing is left' }],
    },
  ],
];

test('plain lines tell the whole run, one fact a line, without control characters', () => {
  const lines: string[] = [];
  let at = 0;
  const view = lineView(
    (line) => lines.push(line),
    () => at,
  );
  for (const [time, event] of RUN) {
    at = time;
    view(event);
  }
  const text = lines.join('\n');
  expect(text).toMatchInlineSnapshot(`
    "s2_demo  backtest  plan 0123456789ab
    config: configs/default.yaml
    data: synthetic market, 100 stocks, seed 7
    model: LSTM 14→24, 505 cross-sections
    model: 0 of 50,000 sequences (epoch 1)
    model: 25,000 of 50,000 sequences, 2,500 sequences/s, about 10 s left (epoch 1)
    epoch 1 of at most 2: loss 0.7200, validation loss 0.7100, rank IC 0.0310  (best so far)
    epoch 2 of at most 2: loss 0.7000, validation loss 0.7120, rank IC 0.0290
    model: trained, best epoch 1 in 31 s
    book: done before, reused (0123456789ab)
    note: drawdown > 8% tripped on 2025-05-02

    Sharpe, net            1.23
    Annual return          10.00%
    Max drawdown           -5.00%
    Rank IC, test          –

    suspect: at twice the costs nothing is left (gone-with-double-cost)

    report: runs/s2_demo/0123/report.html"
  `);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that there are none is the point
  expect(text).not.toMatch(/\x1b/);
});

test('progress lines come at most every ten seconds', () => {
  const lines: string[] = [];
  let at = 0;
  const view = lineView(
    (line) => lines.push(line),
    () => at,
  );
  for (at = 0; at <= 30_000; at += 100) {
    view({ type: 'stage-progress', stage: 'model', done: at, total: 30_000, unit: 'sequences', note: null });
  }
  expect(lines).toHaveLength(4);
});

const frame = (steps: number, at: number, columns: number) => {
  const state = RUN.slice(0, steps).reduce((before, [time, event]) => advance(before, event, time), BEFORE_RUN);
  return render(<RunView state={state} at={at} columns={columns} />).lastFrame();
};

test('the screen while training, 80 columns', () => {
  expect(frame(5, 21_500, 80)).toMatchInlineSnapshot(`
    "s2_demo  backtest  plan 0123456789ab
    config  configs/default.yaml
    data    synthetic market, 100 stocks, seed 7

    ● model       LSTM 14→24, 505 cross-sections                                22 s
      ██████████░░░░░░░░░░  50%  2,500 sequences/s  10 s left  epoch 1

    epoch    loss   validation   rank IC
        1  0.7200       0.7100    0.0310  best"
  `);
});

test('the screen at the end, 80 columns', () => {
  expect(frame(RUN.length, 32_000, 80)).toMatchInlineSnapshot(`
    "s2_demo  backtest  plan 0123456789ab
    config  configs/default.yaml
    data    synthetic market, 100 stocks, seed 7

    ✓ model       trained, best epoch 1                                         31 s
    ↺ book        done before, reused

    epoch    loss   validation   rank IC
        1  0.7200       0.7100    0.0310  best
        2  0.7000       0.7120    0.0290
    validation rank IC █▁

    note  drawdown > 8% tripped on 2025-05-02

    Sharpe, net            1.23
    Annual return          10.00%
    Max drawdown           -5.00%
    Rank IC, test          –

    suspect  at twice the costs nothing is left (gone-with-double-cost)

    report  runs/s2_demo/0123/report.html"
  `);
});

test('no line is wider than the terminal, at any size', () => {
  for (const columns of [40, 80, 200]) {
    for (let steps = 1; steps <= RUN.length; steps++) {
      for (const line of frame(steps, 32_000, columns)!.split('\n')) expect(line.length).toBeLessThanOrEqual(columns);
    }
  }
});
