/** tfjs, loaded only when a model is used, without its banners. */
import { availableParallelism } from 'node:os';
import type * as TensorFlow from '@tensorflow/tfjs-core';
import type { TensorContainer } from '@tensorflow/tfjs-core/dist/tensor_types.js';
import { loadTfjsNode } from './tfjsNode.ts';

export type Tf = typeof TensorFlow;
export type { Scalar, Tensor } from '@tensorflow/tfjs-core';

/** Who does the arithmetic: TensorFlow on a GPU or on the CPU, both of `tfjsNode.ts`, WebAssembly, or JavaScript. */
export type TfjsBackend = 'node-gpu' | 'node' | 'wasm' | 'cpu';

let started: Promise<Tf> | null = null;

/**
 * Makes `backend` the one in use. tfjs has one for the whole process, so the last one asked for holds.
 * @param threads for TensorFlow; the others use one
 */
export function loadTfjs(backend: TfjsBackend, threads = availableParallelism()): Promise<Tf> {
  started = start(backend, threads);
  return started;
}

async function start(backend: TfjsBackend, threads: number): Promise<Tf> {
  const tf = await import('@tensorflow/tfjs-core');
  // Production mode is tfjs's own switch for its console banners and for its checks of every result for NaN.
  tf.enableProdMode();
  const registered = await register(backend, threads);
  if (!(await tf.setBackend(registered))) throw new Error(`tfjs could not start its ${registered} backend`);
  await tf.ready();
  return tf;
}

/** The name under which tfjs knows the backend. */
async function register(backend: TfjsBackend, threads: number): Promise<string> {
  if (backend === 'wasm') await import('@tensorflow/tfjs-backend-wasm');
  else if (backend === 'cpu') await import('@tensorflow/tfjs-backend-cpu');
  else {
    // It shares the registry of this tfjs, even where it brings a copy of its own.
    loadTfjsNode(backend, threads);
    return 'tensorflow';
  }
  return backend;
}

/**
 * Frees every tensor made inside but those returned. `tf.tidy` finds them in any plain object or array; its own type
 * admits neither interfaces nor null.
 */
export function scoped<T>(tf: Tf, make: () => T): T {
  return tf.tidy(make as () => TensorContainer) as T;
}

/** tfjs with the backend the engine chose, or WebAssembly when the engine is not one of tfjs. */
export async function currentTfjs(): Promise<Tf> {
  started ??= loadTfjs('wasm');
  return started;
}
