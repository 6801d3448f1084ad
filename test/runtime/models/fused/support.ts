import type { Kernels } from '../../../../runtime/models/fused/kernels.ts';
import { addonFile, loadAddon } from '../../../../runtime/models/fused/native/addon.ts';
import { nativeKernels } from '../../../../runtime/models/fused/native/nativeKernels.ts';
import { portableKernels, portableMissing } from '../../../../runtime/models/fused/portable/portableKernels.ts';

export interface Build {
  readonly title: string;
  readonly kernels: Kernels;
}

/** The native kernels of every instruction set that this processor has; none, and a line says so, without the addon. */
export function nativeBuilds(): readonly Build[] {
  const file = addonFile();
  if (file === null) {
    process.stdout.write('skipped: the native engine is not built (node scripts/buildNative.ts)\n');
    return [];
  }
  return loadAddon(file).instructions.map((set) => ({ title: `native ${set}`, kernels: nativeKernels(set) }));
}

/** All that can run here. */
export function builds(): readonly Build[] {
  return [
    ...nativeBuilds(),
    ...(portableMissing() === null ? [{ title: 'portable', kernels: portableKernels() }] : []),
  ];
}

/** Largest difference, relative to the largest expected value. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let difference = 0;
  let largest = Number.MIN_VALUE;
  for (let k = 0; k < actual.length; k++) {
    const error = Math.abs(actual[k]! - expected[k]!);
    if (!(error <= difference)) difference = error;
    largest = Math.max(largest, Math.abs(expected[k]!));
  }
  return difference / largest;
}
