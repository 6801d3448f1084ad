import { invariant } from '../../../invariant.ts';
import { UserError } from '../../../ports.ts';
import type { FeatureTensor } from '../../model.ts';
import { type Architecture, parameterCount } from '../../parameters.ts';
import type { Sequences } from '../../windows.ts';
import { type Dropout, type KernelOptions, type Kernels, type Network, type NetworkShape, SHARD } from '../kernels.ts';
import { LOWER, verifyCountable } from '../memory.ts';
import { type Addon, addonFile, type Handle, isOutOfMemory, loadAddon } from './addon.ts';

/**
 * Raised whenever the same inputs give other bits. The instruction set is no part of it: all of them compute the same
 * bits (`core/vector.h`), which a test holds them to. bf16 products have a name of their own.
 */
export const NATIVE_VERSION = '2';

/** Why there are no native kernels on this machine, or null when there are. Loads the addon, a matter of a millisecond. */
export function nativeMissing(): string | null {
  const file = addonFile();
  if (file === null) return 'it has not been built, which takes a C++ compiler at install';
  try {
    return loadAddon(file).instructions.length > 0 ? null : 'this processor has neither AVX2 nor NEON';
  } catch (error) {
    return `it cannot be loaded: ${(error as Error).message}`;
  }
}

/**
 * @param instructions one of the addon's, default the fastest
 * @throws Error when there are none; its message says why
 */
export function nativeKernels(instructions?: string): Kernels {
  const missing = nativeMissing();
  if (missing !== null) throw new Error(`there is no native engine: ${missing}`);
  const addon = loadAddon(addonFile()!);
  const chosen = instructions ?? addon.instructions[0]!;
  if (!addon.instructions.includes(chosen)) throw new Error(`this processor has no ${chosen}`);
  return kernelsOn(addon, chosen, 'fused-native');
}

/** Why there are no native kernels with bf16 products on this machine, or null when there are. */
export function bf16Missing(): string | null {
  const missing = bf16Unbuilt();
  if (missing !== null) return missing;
  return loadAddon(addonFile()!).bf16Runs
    ? null
    : 'this processor does not have AVX512_BF16, or it is hidden by a hypervisor';
}

/**
 * The same LSTM, but that the operands of its matrix products, weight gradients included, are rounded to bf16. Sums,
 * weights, states and gates stay float32.
 *
 * @param check whether to believe the processor that says it has no AVX512_BF16. Only tests and benchmarks do not: where
 *   it is right the process ends by SIGILL
 * @throws Error when there are none; its message says why
 */
export function bf16Kernels({ check = true } = {}): Kernels {
  const missing = check ? bf16Missing() : bf16Unbuilt();
  if (missing !== null) throw new Error(`there are no bf16 products: ${missing}`);
  const addon = loadAddon(addonFile()!);
  return kernelsOn(addon, addon.bf16Instructions!, 'fused-native-bf16');
}

function bf16Unbuilt(): string | null {
  const missing = nativeMissing();
  if (missing !== null) return `there is no native engine: ${missing}`;
  return loadAddon(addonFile()!).bf16Instructions === null ? 'it is for x86-64 processors only' : null;
}

function kernelsOn(addon: Addon, instructions: string, name: string): Kernels {
  return {
    name,
    version: NATIVE_VERSION,
    description: `fused LSTM, native, ${instructions}`,
    open: (shape, features, options) =>
      inMemory(async () => openNetwork(addon, instructions, shape, features, options)),
  };
}

/** Floating-point operations a second of multiply-adds in registers: what no kernel can exceed. Blocks for a moment. */
export function nativePeak(threads: number): number {
  const addon = loadAddon(addonFile()!);
  return addon.peak(addon.instructions[0]!, threads);
}

function openNetwork(
  addon: Addon,
  instructions: string,
  shape: NetworkShape,
  features: FeatureTensor,
  { threads, tapeBytes }: KernelOptions,
): Network {
  const { layers, hidden, window } = shape;
  invariant(features.features === shape.features, 'the network is as wide as the tensor');
  invariant(features.values.length === features.stocks * features.sessions * features.features, 'the tensor is full');
  verifyCountable(shape, SHARD);
  const dimensions = Int32Array.of(layers, hidden, shape.features, window);
  const weights = parameterCount(shape satisfies Architecture);
  const opened = addon.open(instructions, dimensions, features.values, features.sessions, threads, tapeBytes);
  let sequencesHeld = 0;
  let open = true;

  function network(): Handle {
    invariant(open, 'the network is not disposed of');
    return opened;
  }
  function verified({ stocks, sessions }: Sequences): Sequences {
    invariant(stocks.length === sessions.length, 'every sequence has a stock and a session');
    for (let k = 0; k < stocks.length; k++) {
      const inside = stocks[k]! >= 0 && stocks[k]! < features.stocks && sessions[k]! < features.sessions;
      invariant(inside && sessions[k]! >= window - 1, 'every window lies inside the feature tensor');
    }
    return { stocks, sessions };
  }

  return {
    async setWeights(values) {
      invariant(values.length === weights, 'all weights are there');
      addon.setWeights(network(), values);
    },
    async predict(sequences) {
      const { stocks, sessions } = verified(sequences);
      return inMemory(() => addon.predict(network(), stocks, sessions));
    },
    async forward(sequences, dropout) {
      const { stocks, sessions } = verified(sequences);
      sequencesHeld = stocks.length;
      const [low, high] = seedWords(dropout);
      return inMemory(() => addon.forward(network(), stocks, sessions, dropout?.rate ?? 0, low, high));
    },
    async backward(predictionGradient) {
      invariant(predictionGradient.length === sequencesHeld, 'every prediction has a gradient');
      return inMemory(() => addon.backward(network(), predictionGradient));
    },
    dispose() {
      if (open) addon.dispose(opened);
      open = false;
    },
  };
}

/** @throws UserError `out-of-memory` where the addon has no memory for the work */
async function inMemory<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isOutOfMemory(error)) throw new UserError('out-of-memory', error.message, [LOWER]);
    throw error;
  }
}

/** The 64 bits that `random` makes of a seed. */
function seedWords(dropout: Dropout | null): readonly [number, number] {
  const seed = BigInt.asUintN(64, BigInt(Math.trunc(dropout?.seed ?? 0)));
  return [Number(seed & 0xffffffffn), Number(seed >> 32n)];
}
