/** The numeric engines, by configuration. What an engine needs is loaded when a model is asked for, not before. */
import { availableParallelism } from 'node:os';
import { UserError } from '../ports.ts';
import { fusedEngine, TAPE_BYTES } from './fused/fusedModel.ts';
import type { Kernels } from './fused/kernels.ts';
import { nativeKernels, nativeMissing } from './fused/native/nativeKernels.ts';
import { portableKernels, portableMissing } from './fused/portable/portableKernels.ts';
import type { ModelEngine } from './model.ts';
import { loadTfjs, TFJS_VERSION } from './tfjs.ts';
import { createTfjsModel } from './tfjsModel.ts';

/** The fused engine as a native addon or as WebAssembly, and the plain one on either backend of tfjs. */
export type EngineBackend = 'native' | 'portable' | 'wasm' | 'cpu';

export interface EngineConfig {
  /** `auto` takes the first that is there, in the order above. */
  readonly backend: 'auto' | EngineBackend;
  /** The most threads to use; results do not depend on it. */
  readonly threads: number | 'auto';
}

/** Raised whenever the plain engine gives other bits for the same inputs. */
const PLAIN_VERSION = '1';

/** Part of every engine's version, since the loss is always differentiated by tfjs. */
const TFJS = `tfjs-${TFJS_VERSION}`;

export interface EngineIdentity {
  readonly name: string;
  readonly version: string;
}

/** What an engine's results are kept under, without starting it. */
export function engineIdentity(config: EngineConfig): EngineIdentity {
  const backend = chosenBackend(config);
  if (backend === 'wasm' || backend === 'cpu') return { name: `tfjs-${backend}`, version: `${PLAIN_VERSION}+${TFJS}` };
  const { name, version } = kernelsOf(backend);
  return { name, version: `${version}+${TFJS}` };
}

/** @throws UserError when the config asks for an engine that is not there */
export async function engine(config: EngineConfig): Promise<ModelEngine> {
  const backend = chosenBackend(config);
  if (backend === 'wasm' || backend === 'cpu') return plainEngine(backend, engineIdentity(config));
  const threads = config.threads === 'auto' ? availableParallelism() : config.threads;
  return { ...fusedEngine(kernelsOf(backend), { threads, tapeBytes: TAPE_BYTES }), ...engineIdentity(config) };
}

/** The engine that `auto` stands for on this machine, or the one that was asked for. */
export function chosenBackend({ backend }: EngineConfig): EngineBackend {
  if (backend !== 'auto') return backend;
  if (nativeMissing() === null) return 'native';
  return portableMissing() === null ? 'portable' : 'wasm';
}

function kernelsOf(backend: 'native' | 'portable'): Kernels {
  const missing = backend === 'native' ? nativeMissing() : portableMissing();
  if (missing !== null) {
    throw new UserError('engine-missing', `the config asks for the engine \`${backend}\`, but ${missing}`, [
      '`backend: auto` takes the fastest engine that is there',
    ]);
  }
  return backend === 'native' ? nativeKernels() : portableKernels();
}

async function plainEngine(backend: 'wasm' | 'cpu', identity: EngineIdentity): Promise<ModelEngine> {
  const tf = await loadTfjs(backend);
  return {
    ...identity,
    description: `tfjs ${TFJS_VERSION}, ${backend === 'wasm' ? 'WebAssembly, one thread' : 'plain JavaScript'}`,
    async create(spec, features, state) {
      return createTfjsModel(tf, spec, features, state);
    },
  };
}
