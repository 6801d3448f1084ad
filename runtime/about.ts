/** What a stage is about, in a few words for the screen and the log. */
import type { Plan } from '../compiler/plan.ts';

export function aboutModel({ model, features }: Plan): string {
  const { layers, hidden, window } = model;
  return `LSTM ${features.features.length} → ${layers} × ${hidden}, window ${window}, seed ${model.seed}`;
}

export function aboutBook({ portfolio, execution }: Plan): string {
  const side = (name: string, leg: { count: number } | null) => (leg === null ? [] : [`${name} ${leg.count}`]);
  return [...side('long', portfolio.long), ...side('short', portfolio.short), `fill at ${execution.fillAt}`].join(', ');
}

export function aboutEvidence(level: 'full' | 'quick'): string {
  return level === 'full' ? 'baselines, chance, sensitivity, capacity' : 'baselines and sensitivity';
}
