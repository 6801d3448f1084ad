/** The addon that `scripts/buildNative.ts` builds, with its types. Its C++ side is `binding.cpp`. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

declare const handle: unique symbol;
export type Handle = { readonly [handle]: true };

/** Nothing checks arguments on the other side. What has no memory throws or rejects with an error of `isOutOfMemory`. */
export interface Addon {
  /** Of those it was built for, the instruction sets that this processor has, fastest first; for float32 products. */
  readonly instructions: readonly string[];
  /** That of bf16 products; null where it was not built, on other processors than x86-64. */
  readonly bf16Instructions: string | null;
  /** Whether this processor says that it has it. Where it does not, using it may end the process. */
  readonly bf16Runs: boolean;
  /** `shape` is [layers, hidden, features, window]; `values` is kept by reference. */
  open(
    instructions: string,
    shape: Int32Array,
    values: Float32Array,
    sessions: number,
    threads: number,
    tapeBytes: number,
  ): Handle;
  setWeights(network: Handle, weights: Float32Array): void;
  predict(network: Handle, stocks: Int32Array, sessions: Int32Array): Promise<Float32Array>;
  forward(
    network: Handle,
    stocks: Int32Array,
    sessions: Int32Array,
    rate: number,
    seedLow: number,
    seedHigh: number,
  ): Promise<Float32Array>;
  backward(network: Handle, predictionGradient: Float32Array): Promise<Float32Array>;
  dispose(network: Handle): void;
  /** Floating-point operations a second of multiply-adds in registers: what no program can exceed. Blocks. */
  peak(instructions: string, threads: number): number;
}

/** Beside the bundle, or where the build puts it when running from sources. */
const CANDIDATES = ['./native/fused.node', '../native/fused.node', '../../../../dist/native/fused.node'];

/** Its file, null when it has not been built; cheap, nothing is loaded. */
export function addonFile(): string | null {
  return CANDIDATES.map((path) => fileURLToPath(new URL(path, import.meta.url))).find(existsSync) ?? null;
}

let loaded: Addon | null = null;

/** @throws Error when it is there but cannot be loaded, for one because it was built on another system */
export function loadAddon(file: string): Addon {
  loaded ??= createRequire(import.meta.url)(file) as Addon;
  return loaded;
}

/** Its message says how much was asked for. */
export function isOutOfMemory(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === 'OUT_OF_MEMORY';
}
