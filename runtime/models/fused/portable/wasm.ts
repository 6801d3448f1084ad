/**
 * `lstm.wasm`, compiled once for all threads, and the little of the WebAssembly interface that is used (neither
 * TypeScript's library without a browser's nor Node's types have it).
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { invariant } from '../../../invariant.ts';

/** Opaque; may be sent to workers. */
export type WasmModule = object;

export interface WasmMemory {
  /** Grows in place: the property is read anew after every `grow`. */
  readonly buffer: SharedArrayBuffer;
  grow(pages: number): number;
}

/** Addresses are byte offsets into the memory; sizes are in floats (`../core/core.h`). */
export interface CoreExports {
  readonly __heap_base: { readonly value: number };
  readonly __stack_pointer: { value: number };
  fused_weights_floats(shape: number): number;
  fused_packed_floats(shape: number): number;
  fused_tape_floats(shape: number): number;
  fused_scratch_floats(shape: number): number;
  fused_gradient_floats(shape: number): number;
  fused_pack(shape: number, weights: number, packed: number): void;
  fused_forward(
    shape: number,
    packed: number,
    sequences: number,
    dropout: number,
    tape: number,
    scratch: number,
    predictions: number,
  ): void;
  fused_backward(
    shape: number,
    packed: number,
    dropout: number,
    count: number,
    predictionGradient: number,
    tape: number,
    scratch: number,
    gradient: number,
  ): void;
  fused_reduce(shape: number, gradients: number, shards: number, out: number): void;
  portable_fuses(x: number): number;
}

interface WebAssemblyInterface {
  readonly Module: new (bytes: Uint8Array) => WasmModule;
  readonly Instance: new (module: WasmModule, imports: object) => { readonly exports: object };
  readonly Memory: new (limits: { initial: number; maximum: number; shared: true }) => WasmMemory;
  validate(bytes: Uint8Array): boolean;
}

const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyInterface };

/** Bytes of a page of WebAssembly memory. */
export const PAGE = 65536;

/** As many pages as 32-bit addresses reach; `scripts/buildPortable.ts` builds the module for it. */
const MOST_PAGES = 65536;
/** What is asked for instead where so much address space is not to be had. */
const FEWER_PAGES = [32768, 16384, 8192];
/** Enough for the module's own data; what a network needs is added by growing. */
const FIRST_PAGES = 32;

/** A file that comes with this folder, from the sources and from the bundle alike. */
export function packagedFile(name: string): string {
  const path = join('runtime', 'models', 'fused', 'portable', name);
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const file = join(folder, path);
    if (existsSync(file)) return file;
    invariant(dirname(folder) !== folder, `${path} is missing from the package`);
  }
}

let compiled: WasmModule | null | undefined;

/** Null where this Node has not the instructions it needs (relaxed SIMD, from Node 21 on). */
export function compiledCore(): WasmModule | null {
  if (compiled === undefined) {
    const bytes = readFileSync(packagedFile('lstm.wasm'));
    compiled = WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : null;
  }
  return compiled;
}

export function instantiate(module: WasmModule, memory: WasmMemory): CoreExports {
  return new WebAssembly.Instance(module, { env: { memory } }).exports as CoreExports;
}

/** @throws RangeError when not even the least address space is to be had */
export function newMemory(): WasmMemory {
  for (const maximum of [MOST_PAGES, ...FEWER_PAGES.slice(0, -1)]) {
    try {
      return new WebAssembly.Memory({ initial: FIRST_PAGES, maximum, shared: true });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return new WebAssembly.Memory({ initial: FIRST_PAGES, maximum: FEWER_PAGES.at(-1)!, shared: true });
}
