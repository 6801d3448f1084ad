/** Apart from `kept.ts`, so that sources and engines are loaded only when a config is named. */
import type { Plan } from '../../compiler/plan.ts';
import type { LoadedConfig } from './config.ts';

/** By stage, whether its result is kept where the config says; empty without one, since nobody has said where. */
export async function keptOf(plan: Plan, config: LoadedConfig | null): Promise<ReadonlyMap<string, boolean>> {
  if (config === null) return new Map();
  const { keptStages } = await import('./kept.ts');
  return keptStages(plan, config);
}
