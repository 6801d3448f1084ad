/** How many models are trained at once, and with how many threads each. */
import { type EngineConfig, isThreadDependent, threadsOf } from '../models/engine.ts';
import { TAPE_BYTES } from '../models/fused/fusedModel.ts';
import type { ModelUnit } from './units.ts';

export interface Lanes {
  readonly count: number;
  /** For each of them. */
  readonly engine: EngineConfig;
}

/**
 * As many as there are threads: small batches leave threads waiting for each other, and the loss is differentiated on one
 * (docs/decisions/folds.md has what was measured). A model that begins with the weights of another waits for it. Where
 * results depend on the number of threads, one at a time.
 * @param memory that is free, in bytes
 */
export function lanesFor(config: EngineConfig, units: readonly ModelUnit[], memory = process.availableMemory()): Lanes {
  const threads = threadsOf(config);
  const seeds = units.filter(({ fold }) => fold === 0).length;
  const free = units.some(({ startsFrom }) => startsFrom !== null) ? seeds : units.length;
  const wanted = config.models === undefined || config.models === 'auto' ? threads : config.models;
  const held = Math.floor((memory * MOST_OF_MEMORY) / BYTES_EACH);
  const count = isThreadDependent(config) ? 1 : Math.max(1, Math.min(wanted, free, held));
  return { count, engine: { ...config, threads: Math.max(1, Math.floor(threads / count)) } };
}

/** A tape at its largest, and as much again for features of some thousand stocks. */
const BYTES_EACH = 2 * TAPE_BYTES;

/** Of what is free, so that the system keeps some. */
const MOST_OF_MEMORY = 0.8;
