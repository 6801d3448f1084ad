/**
 * bf16 products, also where a hypervisor hides that the processor has them: every product to the bit, the network against
 * float64, and that weights stay float32.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createFusedModel } from '../../../../runtime/models/fused/fusedModel.ts';
import { type KernelOptions, SHARD } from '../../../../runtime/models/fused/kernels.ts';
import { bf16Kernels, bf16Missing, nativeKernels } from '../../../../runtime/models/fused/native/nativeKernels.ts';
import { fullSections, modelSpec, sgd, squaredError, tensorOf } from '../support.ts';
import { bf16Builds } from './bf16Support.ts';
import { CASES, type Case, ONE_THREAD, reference, run, setUp } from './networkCase.ts';
import { relativeError } from './support.ts';

/** Largest relative error of rounding to bf16, whose significand has 8 bits. */
const ROUNDING = 2 ** -9;

test('are to be had where the processor says so, and refused with its reason elsewhere', () => {
  const missing = bf16Missing();
  if (missing === null) expect(bf16Kernels().name).toBe('fused-native-bf16');
  else expect(() => bf16Kernels()).toThrow(missing);
});

describe.each(bf16Builds())('$title', ({ kernels }) => {
  test('products are those of operands rounded by hand and of the instruction as it is defined, to the bit', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bf16-'));
    try {
      const program = join(folder, 'products');
      const source = new URL('bf16Products.cpp', import.meta.url).pathname;
      const instructions = ['f', 'vl', 'dq', 'bw', 'bf16'].map((set) => `-mavx512${set}`);
      const flags = ['-std=c++20', '-O2', '-ffp-contract=off', '-Wno-psabi', '-mavx2', '-mfma', ...instructions];
      const core = ['-DFUSED_BF16', '-I', 'runtime/models/fused/core'];
      const start = promisify(execFile);
      await start(process.env.CXX ?? 'c++', [...flags, ...core, source, '-o', program]);
      const tellDifferences = ({ stdout, signal }: { stdout: string; signal: string | null }) => stdout || signal;
      expect(await start(program).then(() => null, tellDifferences)).toBeNull();
    } finally {
      await rm(folder, { recursive: true });
    }
  }, 60_000);

  test.each(CASES)(
    'agrees with float64: $layers layers of $hidden, $features features, window $window, $sequences sequences, dropout $dropout',
    async (shape) => {
      const given = setUp(shape);
      const wanted = reference(shape, given);
      const found = await run(kernels, shape, given.tensor, given.order, given.weights, given.upstream);
      // Two operands are rounded in every product. Gates and their slopes do not enlarge a difference (σ′ ≤ ¼, tanh′ ≤ 1),
      // and weights of this size do not let it grow over the window; a layer adds its own to that of the layer below.
      const forward = 2 * ROUNDING * shape.layers;
      expect(relativeError(found.plain, wanted.plain)).toBeLessThan(forward);
      expect(relativeError(found.predictions, wanted.predictions)).toBeLessThan(forward);
      // The way back rounds as often again, and starts from what the way there has made.
      for (const [name, values] of Object.entries(wanted.gradients)) {
        expect(relativeError(found.gradients[name]!, values), name).toBeLessThan(4 * forward);
      }
    },
  );

  const wide: Case = { layers: 2, hidden: 21, features: 5, window: 6, sequences: 5 * SHARD + 7, dropout: 0.25 };

  test('rounds: results are near those of float32 products, and others', async () => {
    const given = setUp(wide);
    const with_ = (of: typeof kernels) => run(of, wide, given.tensor, given.order, given.weights, given.upstream);
    const [narrow, full] = [await with_(kernels), await with_(nativeKernels())];
    const error = relativeError(narrow.all, full.all);
    expect(error).toBeGreaterThan(ROUNDING / 100);
    expect(error).toBeLessThan(16 * ROUNDING);
  });

  test.each([2, 3, 8])('%d threads compute the bits of one, held or computed again', async (threads) => {
    const given = setUp(wide);
    const with_ = (options: KernelOptions) =>
      run(kernels, wide, given.tensor, given.order, given.weights, given.upstream, options);
    const one = await with_(ONE_THREAD);
    expect(await with_({ ...ONE_THREAD, threads })).toEqual(one);
    expect(await with_({ threads, tapeBytes: 0 })).toEqual(one);
  });

  test('does not round the weights: a step that bf16 could not tell is taken', async () => {
    const spec = modelSpec({ layers: 1, hidden: 8, dropout: 0, optimizer: sgd(1e-5, 0) });
    const model = await createFusedModel(kernels, spec, tensorOf(20, 12, 3), null, ONE_THREAD);
    const before = (await model.state()).weights;
    await model.step(fullSections(20, [6, 9]), squaredError(new Float32Array(40).fill(1)), 1);
    const after = (await model.state()).weights;
    const moved = relativeError(after['layer0/recurrent_kernel']!.values, before['layer0/recurrent_kernel']!.values);
    expect(moved).toBeGreaterThan(0);
    expect(moved).toBeLessThan(ROUNDING / 10);
    model.dispose();
  });
});
