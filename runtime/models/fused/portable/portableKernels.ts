/**
 * The portable engine's kernels: the C++ core as WebAssembly with relaxed SIMD, on worker threads that share its
 * memory. Nothing is compiled at install; wherever Node runs, they run.
 */
import type { Kernels } from '../kernels.ts';
import { openNetwork } from './network.ts';
import { compiledCore, instantiate, newMemory, type WasmModule } from './wasm.ts';

/** Raised whenever the same inputs give other bits. */
const VERSION = '2';

/** Why there are no portable kernels here, or null when there are. Starts no thread. */
export function portableMissing(): string | null {
  if (compiledCore() !== null) return null;
  return `Node ${process.versions.node} has no relaxed SIMD in WebAssembly (Node 22 has)`;
}

/** @throws Error when there are none; its message says why */
export function portableKernels(): Kernels {
  const module = compiledCore();
  if (module === null) throw new Error(portableMissing()!);
  const fuses = fusesMultiplyAdd(module);
  return {
    name: 'fused-portable',
    version: fuses ? VERSION : `${VERSION}-unfused`,
    description: `fused LSTM, WebAssembly with relaxed SIMD${fuses ? '' : ', without fused multiply-add'}`,
    open: async (shape, features, options) => openNetwork(module, shape, features, options),
  };
}

let fuses: boolean | undefined;

/** Processors without an instruction for it round twice, which gives other bits. */
function fusesMultiplyAdd(module: WasmModule): boolean {
  fuses ??= instantiate(module, newMemory()).portable_fuses(1 + 2 ** -12) !== 0;
  return fuses;
}
