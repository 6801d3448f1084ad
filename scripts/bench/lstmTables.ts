/**
 * What the LSTM costs: every engine at the size its goals are stated for, and the engines that are fast enough for it
 * against one size at a time, the others as there.
 */
import {
  CONTENDERS,
  type ContenderName,
  type Measured,
  type MeasureRequest,
  measureApart,
  unavailable,
} from './lstm/measure.ts';
import { type Setting, STANDARD } from './lstm/setting.ts';
import type { Table } from './table.ts';

const SWEPT: readonly ContenderName[] = ['native', 'portable', 'PyTorch'];

const SIZES = {
  hidden: [32, 64, 128, 256],
  window: [30, 90, 180],
  batch: [64, 512, 2048],
  threads: [1, 2],
} as const satisfies Partial<Record<keyof Setting, readonly number[]>>;

const COLUMNS = ['sequences/s', 'GFLOP/s', 'of the peak', 'memory'];

export const tables: readonly Table[] = [
  {
    name: 'lstm-tables-engines',
    about: `Training and predicting: ${described(STANDARD)}, by engine.`,
    columns: ['engine', ...COLUMNS.map((name) => `training: ${name}`), ...COLUMNS.map((name) => `predicting: ${name}`)],
    async *rows(quick) {
      for (const name of CONTENDERS) {
        const missing = unavailable(name);
        if (missing !== null) {
          yield [name, `not here: ${missing}`];
          continue;
        }
        const seconds = quick ? 0 : 3;
        const train = await measureApart({ name, setting: STANDARD, work: 'train', seconds });
        const infer = await measureApart({ name, setting: STANDARD, work: 'infer', seconds });
        yield [name, ...cells(train), ...cells(infer)];
      }
    },
  },
  ...(Object.keys(SIZES) as (keyof typeof SIZES)[]).map(costAgainst),
];

function costAgainst(axis: keyof typeof SIZES): Table {
  return {
    name: `lstm-tables-${axis}`,
    about: `Training against ${axis}, around ${described(STANDARD)}: ${COLUMNS.join(' · ')}.`,
    columns: [axis, ...SWEPT],
    async *rows(quick) {
      const present = SWEPT.filter((name) => unavailable(name) === null);
      for (const size of SIZES[axis]) {
        const request = { setting: { ...STANDARD, [axis]: size }, work: 'train', seconds: quick ? 0 : 2 } as const;
        const row = [`${size}`];
        for (const name of SWEPT) row.push(present.includes(name) ? await cell({ name, ...request }) : 'not here');
        yield row;
      }
    },
  };
}

async function cell(request: MeasureRequest): Promise<string> {
  return cells(await measureApart(request)).join(' · ');
}

function cells({ sequencesPerSecond, gflops, shareOfPeak, peakMemory }: Measured): string[] {
  return [
    Math.round(sequencesPerSecond).toLocaleString('en-US'),
    gflops.toPrecision(3),
    shareOfPeak === null ? '–' : `${(100 * shareOfPeak).toFixed(0)}%`,
    `${(peakMemory / 1e9).toFixed(2)} GB`,
  ];
}

function described({ features, hidden, layers, window, batch, threads }: Setting): string {
  return `LSTM ${features} → ${hidden} × ${layers}, window ${window}, batch ${batch}, float32, ${threads} threads`;
}
