/**
 * The portable engine's kernels: the C++ core as WebAssembly with relaxed SIMD, on worker threads that share its
 * memory. Nothing is compiled at install; wherever Node runs, they run.
 */
import type { Kernels } from '../kernels.ts';
import { openNetwork } from './network.ts';
import { compiledCore, instantiate, newMemory, type WasmModule } from './wasm.ts';

/** Raised whenever the same inputs give other bits. */
const VERSION = '1';

/** Or, in a few words, why they are not to be had. */
export type PortableKernels = { readonly kernels: Kernels } | { readonly missing: string };

export function portableKernels(): PortableKernels {
  const module = compiledCore();
  if (module === null) return { missing: `Node ${process.versions.node} has no relaxed SIMD in WebAssembly` };
  const fuses = fusesMultiplyAdd(module);
  return {
    kernels: {
      name: 'fused-portable',
      version: fuses ? VERSION : `${VERSION}-unfused`,
      description: `fused, WebAssembly with relaxed SIMD${fuses ? '' : ', without fused multiply-add'}`,
      async open(shape, features, options) {
        return openNetwork(module, shape, features, options);
      },
    },
  };
}

let fuses: boolean | undefined;

/** Processors without an instruction for it round twice, which gives other bits. */
function fusesMultiplyAdd(module: WasmModule): boolean {
  fuses ??= instantiate(module, newMemory()).portable_fuses(1 + 2 ** -12) !== 0;
  return fuses;
}
