/** What a run would find done: keys are made as a run makes them, and looked up without reading any data. */
import { resolve } from 'node:path';
import type { Plan } from '../../compiler/plan.ts';
import { isKept } from '../artifacts/store.ts';
import { type KeptStage, NO_EVIDENCE, type StageKeys, stageKeys } from '../keys.ts';
import { marketRequest } from '../ports.ts';
import { openSource } from '../sources/open.ts';
import type { LoadedConfig } from './config.ts';

/** The stages of the plan whose results are kept between runs. */
const STAGES = ['model', 'predictions', 'book'] as const satisfies readonly KeptStage[];

/** By stage, whether its result is there. @throws UserError when the data cannot be found */
export async function keptStages(
  plan: Plan,
  { config, baseFolder }: LoadedConfig,
): Promise<ReadonlyMap<(typeof STAGES)[number], boolean>> {
  const source = await openSource(config.data, baseFolder);
  const snapshot = await source.snapshot(marketRequest(plan));
  const keys = stageKeys({ plan, snapshot, engine: config.engine, evidence: NO_EVIDENCE, shown: [] });
  const root = resolve(config.storage.artifacts);
  return new Map(await Promise.all(STAGES.map(async (stage) => [stage, await allKept(root, stage, keys)] as const)));
}

/** Of models, each fold's and seed's. */
async function allKept(root: string, stage: (typeof STAGES)[number], keys: StageKeys): Promise<boolean> {
  const wanted = stage === 'model' ? keys.models : [keys[stage]];
  const found = await Promise.all(wanted.map((key) => isKept(root, stage, key)));
  return !found.includes(false);
}
