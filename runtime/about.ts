/** What a stage is about, in a few words for the screen and the log. */
import { type Plan, takeText } from '../compiler/plan.ts';
import type { ModelUnit } from './folds/units.ts';

export function aboutModel({ model, features }: Plan, { seed }: ModelUnit): string {
  const { layers, hidden, window } = model;
  return `LSTM ${features.features.length} → ${layers} × ${hidden}, window ${window}, seed ${seed}`;
}

export function aboutBook({ portfolios, execution }: Plan): string {
  const write = { ratio: (value: number) => `${Number((100 * value).toPrecision(6))}%`, plain: String };
  const sides = portfolios.flatMap(({ long, short }) =>
    Object.entries({ long, short }).map(([side, leg]) =>
      leg === null ? [] : [`${side} ${takeText(leg.take, write)}`],
    ),
  );
  return [...sides.flat(), `fill at ${execution.fillAt}`].join(', ');
}

export function aboutEvidence(level: 'full' | 'quick'): string {
  return level === 'full' ? 'baselines, chance, sensitivity, capacity' : 'baselines and sensitivity';
}
