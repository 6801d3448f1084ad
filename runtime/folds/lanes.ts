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
 * As many as there are threads: a model on one thread takes less of them than on all, whose batches are small. A model
 * that begins with the weights of another waits for it. Where results depend on the number of threads, one at a time.
 */
export function lanesFor(config: EngineConfig, units: readonly ModelUnit[]): Lanes {
  const threads = threadsOf(config);
  const seeds = units.filter(({ fold }) => fold === 0).length;
  const free = units.some(({ startsFrom }) => startsFrom !== null) ? seeds : units.length;
  const wanted = config.models === undefined || config.models === 'auto' ? threads : config.models;
  const held = Math.max(1, Math.floor((process.availableMemory() * MOST_OF_MEMORY) / BYTES_EACH));
  const count = isThreadDependent(config) ? 1 : Math.max(1, Math.min(wanted, free, held));
  return { count, engine: { ...config, threads: Math.max(1, Math.floor(threads / count)) } };
}

/** A tape at its largest, and as much again for features of some thousand stocks. */
const BYTES_EACH = 2 * TAPE_BYTES;

/** Of what is free, so that the system keeps some. */
const MOST_OF_MEMORY = 0.8;
