/** Plots of training: the losses, and the figure that chose the epoch. */
import { count, ratio, signedRatio } from '../format.ts';
import type { ReportInput, Training } from '../input.ts';
import { colour } from '../palette.ts';
import { level, line, numberAxis } from './parts.ts';
import type { Canvas, Plot, View } from './plot.ts';

export function lossPlot({ training }: ReportInput): Plot {
  const epochs = training?.epochs ?? [];
  const best = epochs.find((each) => each.epoch === training?.bestEpoch);
  return {
    id: 'loss',
    title: 'Training loss',
    caption: best
      ? `Loss after each of ${count(epochs.length)} epochs: ${ratio(best.trainLoss, 4)} on the training and ${ratio(best.validationLoss, 4)} ` +
        `on the validation window at epoch ${best.epoch}, which was kept.`
      : 'No epoch is recorded.',
    legend: [
      { role: 'gross', label: 'Training', mark: 'dashed' },
      { role: 'ink', label: 'Validation', mark: 'line' },
    ],
    size: 'half',
    height: 220,
    draw:
      training && best
        ? (canvas) =>
            curves(training, canvas, [
              { column: 'trainLoss', role: 'gross', dashed: true },
              { column: 'validationLoss', role: 'ink', dashed: false },
            ])
        : null,
  };
}

export function validationIcPlot({ training }: ReportInput): Plot {
  const epochs = training?.epochs ?? [];
  const best = epochs.find((each) => each.epoch === training?.bestEpoch);
  return {
    id: 'validation-ic',
    title: 'Validation rank IC',
    caption: best
      ? `Mean rank IC on the validation window: ${signedRatio(best.validationRankIc, 4)} at epoch ${best.epoch}, which was kept.` +
        (training!.stoppedEarly ? ' Training stopped early.' : '')
      : 'No epoch is recorded.',
    legend: [],
    size: 'half',
    height: 220,
    draw:
      training && best && epochs.some((each) => each.validationRankIc !== null)
        ? (canvas) => curves(training, canvas, [{ column: 'validationRankIc', role: 'ink', dashed: false }], true)
        : null,
  };
}

interface Curve {
  readonly column: 'trainLoss' | 'validationLoss' | 'validationRankIc';
  readonly role: 'ink' | 'gross';
  readonly dashed: boolean;
}

function curves({ epochs, bestEpoch }: Training, canvas: Canvas, drawn: readonly Curve[], zero = false): View {
  const values = epochs.map((each) => ({ ...each }));
  const last = epochs.at(-1)!.epoch;
  const step = Math.max(1, Math.ceil(last / Math.min(10, canvas.ticks)));
  const ticks = epochs.map((each) => each.epoch).filter((epoch) => epoch % step === 0 || last < 6);
  const chosen = drawn.at(-1)!;
  const y = { scale: { zero: false }, axis: numberAxis('.3~f') };
  return {
    data: { values },
    encoding: {
      x: {
        field: 'epoch',
        type: 'quantitative',
        title: 'Epoch',
        scale: { zero: false, nice: false },
        axis: { values: ticks, format: 'd' },
      },
    },
    layer: [
      ...(zero ? [level(0)] : []),
      {
        data: { values: [{ epoch: bestEpoch }] },
        mark: { type: 'rule', color: colour('zero'), strokeDash: [2, 3] },
      },
      ...drawn.map(({ column, role, dashed }) =>
        line(
          column,
          role,
          { point: epochs.length < 3, ...(dashed ? { strokeWidth: 1.25, strokeDash: [4, 3] } : {}) },
          y,
        ),
      ),
      {
        transform: [{ filter: { field: 'epoch', equal: bestEpoch } }],
        mark: {
          type: 'point',
          filled: true,
          size: 64,
          opacity: 1,
          color: colour(chosen.role),
          stroke: colour('paper'),
        },
        encoding: { y: { field: chosen.column, type: 'quantitative' } },
      },
    ],
  };
}
