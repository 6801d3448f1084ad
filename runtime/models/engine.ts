/** The numeric engines, by configuration. What an engine needs is loaded when a model is asked for, not before. */
import { availableParallelism } from 'node:os';
import { UserError } from '../ports.ts';
import { fusedEngine, TAPE_BYTES } from './fused/fusedModel.ts';
import { bf16Kernels, bf16Missing, nativeKernels, nativeMissing } from './fused/native/nativeKernels.ts';
import { portableKernels, portableMissing } from './fused/portable/portableKernels.ts';
import type { ModelEngine } from './model.ts';
import { loadTfjs, type Tf, type TfjsBackend } from './tfjs.ts';
import { createTfjsModel } from './tfjsModel.ts';
import { tensorFlowOf, tfjsNodeMissing } from './tfjsNode.ts';
import { TFJS_VERSION } from './tfjsVersion.ts';

/** The fused engine as a native addon and as WebAssembly, and the plain one on every backend of tfjs. */
export const BACKENDS = ['native', 'portable', 'tfjs-node-gpu', 'tfjs-node', 'tfjs-wasm', 'tfjs-cpu'] as const;
export type EngineBackend = (typeof BACKENDS)[number];

export interface EngineConfig {
  /** `auto` and `tfjs` take the first of several that is there. */
  readonly backend: keyof typeof CHOICES | EngineBackend;
  /** The most threads to use; only results of TensorFlow depend on it. */
  readonly threads: number | 'auto';
  /** The most models to train at once, each on its share of the threads; `auto`: one for each thread. */
  readonly models?: number | 'auto';
  /** Of the operands of matrix products; float32 unless said otherwise. */
  readonly precision?: Precision;
}

export type Precision = 'float32' | 'bf16';

/**
 * In order of preference, the last one being everywhere. `auto` never takes TensorFlow: it is there only when somebody
 * has installed it, and the fused engine is faster.
 */
const CHOICES = {
  auto: ['native', 'portable', 'tfjs-wasm'],
  tfjs: ['tfjs-node-gpu', 'tfjs-node', 'tfjs-wasm'],
} as const satisfies Record<string, readonly EngineBackend[]>;

/** Raised whenever the plain engine gives other bits for the same inputs. */
const PLAIN_VERSION = '1';

/** Part of every engine's version, since the loss is always differentiated by tfjs. */
const TFJS = `tfjs-${TFJS_VERSION}`;

export interface EngineIdentity {
  readonly name: string;
  readonly version: string;
}

/**
 * What an engine's results are kept under, without starting it.
 * @throws UserError when the config asks for an engine that is not there
 */
export function engineIdentity(config: EngineConfig): EngineIdentity {
  const backend = presentBackend(config);
  if (isFused(backend)) {
    const { name, version } = kernelsOf(backend, config.precision);
    return { name, version: `${version}+${TFJS}` };
  }
  const version = `${PLAIN_VERSION}+${TFJS}`;
  // How TensorFlow splits a sum among threads is its own affair: other threads may give other bits.
  return { name: backend, version: isTensorFlow(backend) ? `${version}+${threadsOf(config)}-threads` : version };
}

/** @throws UserError when the config asks for an engine that is not there or cannot be loaded */
export async function engine(config: EngineConfig): Promise<ModelEngine> {
  const backend = presentBackend(config);
  const identity = engineIdentity(config);
  const threads = threadsOf(config);
  if (isFused(backend)) {
    const kernels = kernelsOf(backend, config.precision);
    return { ...fusedEngine(kernels, { threads, tapeBytes: TAPE_BYTES }), ...identity };
  }
  return { ...(await plainEngine(backend, threads)), ...identity };
}

/** The engine that `auto` or `tfjs` stands for on this machine, or the one that was asked for. */
export function chosenBackend({ backend }: EngineConfig): EngineBackend {
  if (backend !== 'auto' && backend !== 'tfjs') return backend;
  return CHOICES[backend].find((candidate) => engineMissing(candidate) === null) ?? 'tfjs-wasm';
}

/** Why an engine is not to be had on this machine, or null when it is; starts nothing. */
export function engineMissing(backend: EngineBackend): string | null {
  switch (backend) {
    case 'native':
      return nativeMissing();
    case 'portable':
      return portableMissing();
    case 'tfjs-node-gpu':
      return tfjsNodeMissing('node-gpu');
    case 'tfjs-node':
      return tfjsNodeMissing('node');
    case 'tfjs-wasm':
    case 'tfjs-cpu':
      return null;
  }
}

/** Why an engine cannot multiply in a precision on this machine, or null when it can; starts nothing. */
export function precisionMissing(backend: EngineBackend, precision: Precision): string | null {
  if (precision === 'float32') return null;
  return backend === 'native' ? bf16Missing() : `the engine \`${backend}\` multiplies in float32 only`;
}

type FusedBackend = 'native' | 'portable';
type PlainBackend = Exclude<EngineBackend, FusedBackend>;

function isFused(backend: EngineBackend): backend is FusedBackend {
  return backend === 'native' || backend === 'portable';
}

function isTensorFlow(backend: PlainBackend): boolean {
  return backend === 'tfjs-node' || backend === 'tfjs-node-gpu';
}

/** Whether its results are those of a number of threads. */
export function isThreadDependent(config: EngineConfig): boolean {
  const backend = chosenBackend(config);
  return !isFused(backend) && isTensorFlow(backend);
}

export function threadsOf({ threads }: EngineConfig): number {
  return threads === 'auto' ? availableParallelism() : threads;
}

function presentBackend(config: EngineConfig): EngineBackend {
  const backend = chosenBackend(config);
  const missing = engineMissing(backend);
  if (missing !== null) throw engineError(backend, missing);
  const unable = precisionMissing(backend, config.precision ?? 'float32');
  if (unable !== null) throw bf16Error(unable);
  return backend;
}

function engineError(backend: EngineBackend, why: string): UserError {
  return new UserError('engine-missing', `the config asks for the engine \`${backend}\`, but ${why}`, [
    '`backend: auto` takes the fastest engine that is there; `strat doctor` says which are',
  ]);
}

function bf16Error(why: string): UserError {
  return new UserError('no-bf16', `the config asks for \`precision: bf16\`, but ${why}`, [
    'AVX512_BF16 is in AMD processors from Zen 4 on and in Intel Xeons from the fourth generation on',
    'write `precision: float32` under `engine`, or leave it out: the results are those of float32 then',
  ]);
}

/** `bf16` only of a backend that has it. */
function kernelsOf(backend: FusedBackend, precision: Precision = 'float32') {
  if (precision === 'bf16') return bf16Kernels();
  return backend === 'native' ? nativeKernels() : portableKernels();
}

async function plainEngine(
  backend: PlainBackend,
  threads: number,
): Promise<Pick<ModelEngine, 'description' | 'create'>> {
  const tf = await loadTfjs(backend.slice('tfjs-'.length) as TfjsBackend, threads).catch((error: Error) => {
    throw engineError(backend, `it cannot be loaded: ${error.message}`);
  });
  if (backend === 'tfjs-node-gpu' && !tensorFlowOf(tf).usesGpu) {
    throw engineError(backend, 'TensorFlow finds no GPU that it can use here');
  }
  return {
    description: `tfjs ${TFJS_VERSION}, ${arithmeticOf(tf, backend, threads)}`,
    async create(spec, features, state) {
      return createTfjsModel(tf, spec, features, state);
    },
  };
}

function arithmeticOf(tf: Tf, backend: PlainBackend, threads: number): string {
  switch (backend) {
    case 'tfjs-node-gpu':
      return `TensorFlow ${tensorFlowOf(tf).version} on a GPU`;
    case 'tfjs-node':
      return `TensorFlow ${tensorFlowOf(tf).version}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
    case 'tfjs-wasm':
      return 'WebAssembly, one thread';
    case 'tfjs-cpu':
      return 'plain JavaScript';
  }
}
