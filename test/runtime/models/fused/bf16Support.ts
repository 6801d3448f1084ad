/** Whether bf16 products can be tried here: a process of its own is asked, since it dies where the instruction is missing. */
import { spawnSync } from 'node:child_process';
import { bf16Kernels } from '../../../../runtime/models/fused/native/nativeKernels.ts';
import type { Build } from './support.ts';

const TRIAL = `
  const { bf16Kernels } = await import('./runtime/models/fused/native/nativeKernels.ts');
  const features = { values: new Float32Array(2).fill(1), stocks: 1, sessions: 2, features: 1 };
  const network = await bf16Kernels({ check: false }).open(
    { layers: 1, hidden: 1, features: 1, window: 2 }, features, { threads: 1, tapeBytes: 0 });
  await network.setWeights(new Float32Array(4 + 4 + 4 + 2).fill(1));
  await network.predict({ stocks: Int32Array.of(0), sessions: Int32Array.of(1) });
`;

/** The kernels of bf16 products, also where the processor says that it has none; none, and a line says so, where they do not run. */
export function bf16Builds(): readonly Build[] {
  const { status, signal, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', TRIAL], {
    encoding: 'utf8',
  });
  if (status === 0) return [{ title: 'native AVX-512 BF16', kernels: bf16Kernels({ check: false }) }];
  // SIGILL where the instruction is missing; anything else is right only where the addon itself has no such kernels.
  const unbuilt = /there are no bf16 products: .*/.exec(stderr)?.[0];
  if (signal !== 'SIGILL' && unbuilt === undefined) throw new Error(stderr || `ended by ${signal}`);
  process.stdout.write(`skipped: ${unbuilt ?? 'this processor has no bf16 products (AVX512_BF16)'}\n`);
  return [];
}
