/** tfjs, loaded only when a model is used, without its banners. */
import type * as TensorFlow from '@tensorflow/tfjs-core';
import type { TensorContainer } from '@tensorflow/tfjs-core/dist/tensor_types.js';

export type Tf = typeof TensorFlow;
export type { Scalar, Tensor } from '@tensorflow/tfjs-core';

export type Backend = 'wasm' | 'cpu';

/** What is installed, known without loading it; a test compares the two. */
export const TFJS_VERSION = '4.22.0';

let started: Promise<Tf> | null = null;

/** Makes `backend` the one in use. tfjs has one for the whole process, so the last one asked for holds. */
export function loadTfjs(backend: Backend): Promise<Tf> {
  started = start(backend);
  return started;
}

async function start(backend: Backend): Promise<Tf> {
  const tf = await import('@tensorflow/tfjs-core');
  // Production mode is tfjs's own switch for its console banners and for its checks of every result for NaN.
  tf.enableProdMode();
  if (backend === 'wasm') await import('@tensorflow/tfjs-backend-wasm');
  else await import('@tensorflow/tfjs-backend-cpu');
  if (!(await tf.setBackend(backend))) throw new Error(`tfjs could not start its ${backend} backend`);
  await tf.ready();
  return tf;
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
