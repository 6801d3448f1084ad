/** The numeric engines, by configuration. Nothing of tfjs is loaded before a model is asked for. */
import type { ModelEngine } from './model.ts';
import { loadTfjs } from './tfjs.ts';
import { createTfjsModel } from './tfjsModel.ts';

export interface EngineConfig {
  /** `auto` takes the fastest that is there: WebAssembly. */
  readonly backend: 'auto' | 'wasm' | 'cpu';
  /** The most threads to use; results do not depend on it. */
  readonly threads: number | 'auto';
}

/** Raised whenever the same inputs give other bits; the tfjs release is part of it. */
const VERSION = '1+tfjs-4.22.0';

export interface EngineIdentity {
  readonly name: string;
  readonly version: string;
}

/** What an engine's results are kept under, without starting it. */
export function engineIdentity(config: EngineConfig): EngineIdentity {
  return { name: config.backend === 'cpu' ? 'tfjs-cpu' : 'tfjs-wasm', version: VERSION };
}

export async function engine(config: EngineConfig): Promise<ModelEngine> {
  const backend = config.backend === 'cpu' ? 'cpu' : 'wasm';
  const tf = await loadTfjs(backend);
  return {
    ...engineIdentity(config),
    description: backend === 'wasm' ? 'tfjs 4.22.0, WebAssembly, one thread' : 'tfjs 4.22.0, plain JavaScript',
    async create(spec, features, state) {
      return createTfjsModel(tf, spec, features, state);
    },
  };
}
