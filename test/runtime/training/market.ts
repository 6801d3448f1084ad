/** A small market with a planted signal, and the plan of a model on it. */
import type { ModelSpec, Plan } from '../../../compiler/plan.ts';
import type { RunEvent } from '../../../runtime/events.ts';
import { crossSectionsOf } from '../../../runtime/features/crossSections.ts';
import { type Axes, fromIsoDay, toIsoDay } from '../../../runtime/market.ts';
import { random } from '../../../runtime/random.ts';
import type { FeatureSet } from '../../../runtime/results.ts';
import { hashesOf, type Windows, windowsSplit } from '../../support/split.ts';
import { adam, lossPlan, modelSpec } from '../models/support.ts';

export const STOCKS = 12;
export const SESSIONS = 70;
const FEATURES = 3;

const firstDay = fromIsoDay('2020-01-01');
export const day = (t: number) => toIsoDay(firstDay + t);

export const axes: Axes = {
  sessions: Int32Array.from({ length: SESSIONS }, (_, t) => firstDay + t),
  tickers: Array.from({ length: STOCKS }, (_, stock) => `T${String(stock).padStart(2, '0')}`),
};

/** Train 10 .. 39, validate 40 .. 54, test 55 .. 69. */
const WINDOWS: Windows = {
  train: { from: day(10), to: day(39) },
  validate: { from: day(40), to: day(54) },
  test: { from: day(55), to: day(69) },
};

/** The label is the first feature at t, with noise; features are there from session 3 on. */
export function plantedFeatures(): FeatureSet {
  const source = random(11);
  const values = Float32Array.from({ length: STOCKS * SESSIONS * FEATURES }, () => source.normal());
  const labels = new Float64Array(STOCKS * SESSIONS);
  const present = new Uint8Array(STOCKS * SESSIONS);
  for (let stock = 0; stock < STOCKS; stock++) {
    for (let t = 0; t < SESSIONS; t++) {
      const at = stock * SESSIONS + t;
      labels[at] = 0.01 * values[at * FEATURES]! + 0.005 * source.normal();
      present[at] = t < 3 + 4 - 1 ? 0 : 1;
      if (t < 3) values.fill(Number.NaN, at * FEATURES, (at + 1) * FEATURES);
    }
  }
  return {
    names: ['momentum', 'value', 'size'],
    tensor: { values, stocks: STOCKS, sessions: SESSIONS, features: FEATURES },
    normalizer: null,
    eligible: present,
    present,
    labels,
    sections: crossSectionsOf(present, SESSIONS),
  };
}

export function planOf(
  model: Partial<ModelSpec> = {},
  { purge = 2, ...windows }: Partial<Windows> & { readonly purge?: number } = {},
): Plan {
  const spec = modelSpec({
    window: 4,
    layers: 1,
    hidden: 8,
    dropout: 0.1,
    optimizer: adam(0.02),
    epochs: 4,
    batchSessions: 4,
    ...model,
  });
  const { expressions } = lossPlan([0.7, 0.3], 0.1, 0.05);
  // What training and prediction read of a plan.
  const read = {
    expressions,
    model: spec,
    split: windowsSplit({ ...WINDOWS, ...windows }, { purge, embargo: 2 }),
    folds: hashesOf('m'.repeat(64)),
    label: { name: 'next', node: 'label', horizon: 1 },
    stages: { data: 'd', features: 'f', model: 'm'.repeat(64), predictions: 'p', book: 'b' },
  };
  return read as unknown as Plan;
}

export function recorder(): { readonly events: RunEvent[]; emit(event: RunEvent): void } {
  const events: RunEvent[] = [];
  return { events, emit: (event) => void events.push(event) };
}
