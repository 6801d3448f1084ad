/** Predictions and gradients of every build of the core, against PyTorch and a float64 reference. */
import { describe, expect, test } from 'vitest';
import { type KernelOptions, SHARD } from '../../../../runtime/models/fused/kernels.ts';
import { squaredError, tensorOf } from '../support.ts';
import pytorch from '../vectors/lstm.json' with { type: 'json' };
import { CASES, type Case, ONE_THREAD, reference, run, setUp } from './networkCase.ts';
import { builds, nativeBuilds, relativeError } from './support.ts';

test('the reference agrees with PyTorch and with its own finite differences', () => {
  const shape: Case = { layers: 3, hidden: 3, features: 2, window: 4, sequences: 5, dropout: 0.4 };
  const given = setUp(shape);
  const { gradients } = reference(shape, given);
  const objective = () => reference(shape, given).predictions.reduce((sum, p, b) => sum + p * given.upstream[b]!, 0);
  for (const [name, { values }] of Object.entries(given.weights)) {
    for (let k = 0; k < values.length; k += 1 + Math.floor(values.length / 3)) {
      const at = values[k]!;
      values[k] = at + 2 ** -10;
      const [up, high] = [objective(), values[k]!];
      values[k] = at - 2 ** -10;
      const slope = (up - objective()) / (high - values[k]!);
      values[k] = at;
      expect(slope, `${name}[${k}]`).toBeCloseTo(gradients[name]![k]!, 4);
    }
  }
});

describe.each(builds())('$title', ({ kernels }) => {
  test('predictions and gradients are those of PyTorch', async () => {
    const { layers, hidden, features, window, sequences } = pytorch;
    const values = new Float32Array(pytorch.x.length);
    for (let t = 0; t < window; t++) {
      for (let b = 0; b < sequences; b++) {
        const from = (t * sequences + b) * features;
        values.set(pytorch.x.slice(from, from + features), (b * window + t) * features);
      }
    }
    const weights = Object.fromEntries(
      Object.entries(pytorch.weights).map(([name, w]) => [
        name,
        { shape: w.shape, values: Float32Array.from(w.values) },
      ]),
    );
    const order = { stocks: Int32Array.from({ length: sequences }, (_, b) => b), sessions: new Int32Array(sequences) };
    order.sessions.fill(window - 1);
    const { loss, gradient } = squaredError(pytorch.y)(Float32Array.from(pytorch.predictions));
    expect(loss).toBeCloseTo(pytorch.loss, 6);
    const shape = { layers, hidden, features, window, sequences, dropout: 0 };
    const tensor = { values, stocks: sequences, sessions: window, features };
    const found = await run(kernels, shape, tensor, order, weights, gradient);
    expect(relativeError(found.plain, pytorch.predictions)).toBeLessThan(2e-6);
    expect(relativeError(found.predictions, pytorch.predictions)).toBeLessThan(2e-6);
    for (const [name, wanted] of Object.entries(pytorch.gradients)) {
      expect(relativeError(found.gradients[name]!, wanted.values), name).toBeLessThan(1e-5);
    }
  });

  test.each(CASES)(
    'agrees with float64: $layers layers of $hidden, $features features, window $window, $sequences sequences, dropout $dropout',
    async (shape) => {
      const given = setUp(shape);
      const wanted = reference(shape, given);
      const found = await run(kernels, shape, given.tensor, given.order, given.weights, given.upstream);
      expect(relativeError(found.plain, wanted.plain)).toBeLessThan(1e-5);
      expect(relativeError(found.predictions, wanted.predictions)).toBeLessThan(1e-5);
      for (const [name, values] of Object.entries(wanted.gradients)) {
        expect(relativeError(found.gradients[name]!, values), name).toBeLessThan(1e-4);
      }
    },
  );

  test('saturated gates stay within 1e-6 of exact', async () => {
    const shape = { layers: 1, hidden: 4, features: 2, window: 3, sequences: 20, dropout: 0 };
    const given = setUp(shape);
    for (const { values } of Object.values(given.weights)) for (let k = 0; k < values.length; k++) values[k]! *= 200;
    given.weights['head/kernel']!.values.fill(0.25);
    given.weights['head/bias']!.values.fill(0);
    const wanted = reference(shape, given);
    const found = await run(kernels, shape, given.tensor, given.order, given.weights, given.upstream);
    for (const [b, prediction] of found.plain.entries())
      expect(Math.abs(prediction - wanted.plain[b]!)).toBeLessThan(2e-6);
  });

  test('a missing number spoils its own sequence and no other', async () => {
    const shape = { layers: 2, hidden: 8, features: 3, window: 4, sequences: 40, dropout: 0 };
    const given = setUp(shape);
    const clean = await run(kernels, shape, given.tensor, given.order, given.weights, given.upstream);
    const [stock, session] = [given.order.stocks[9]!, given.order.sessions[9]!];
    given.tensor.values[(stock * given.tensor.sessions + session) * 3 + 1] = Number.NaN;
    const { plain, predictions } = await run(kernels, shape, given.tensor, given.order, given.weights, given.upstream);
    for (let b = 0; b < shape.sequences; b++) {
      const last = given.order.sessions[b]!;
      const reads = given.order.stocks[b] === stock && last >= session && last - shape.window < session;
      expect(plain[b], `sequence ${b}`).toEqual(reads ? Number.NaN : clean.plain[b]);
      expect(predictions[b], `sequence ${b}`).toEqual(reads ? Number.NaN : clean.predictions[b]);
    }
  });

  const wide = { layers: 2, hidden: 10, features: 4, window: 6, sequences: 5 * SHARD + 7, dropout: 0.25 };

  test.each([2, 3, 8])('%d threads compute the bits of one', async (threads) => {
    const given = setUp(wide);
    const with_ = (options: KernelOptions) =>
      run(kernels, wide, given.tensor, given.order, given.weights, given.upstream, options);
    expect(await with_({ ...ONE_THREAD, threads })).toEqual(await with_(ONE_THREAD));
  });

  test('shards that are not held are computed again, to the same bits', async () => {
    const given = setUp(wide);
    const with_ = (options: KernelOptions) =>
      run(kernels, wide, given.tensor, given.order, given.weights, given.upstream, options);
    const held = await with_(ONE_THREAD);
    for (const tapeBytes of [0, 1_500_000]) {
      expect(await with_({ threads: 1, tapeBytes }), `${tapeBytes} bytes`).toEqual(held);
      expect(await with_({ threads: 2, tapeBytes }), `${tapeBytes} bytes`).toEqual(held);
    }
  });

  test('what a sequence predicts does not depend on the others', async () => {
    const given = setUp(wide);
    const whole = await run(kernels, wide, given.tensor, given.order, given.weights, given.upstream);
    const alone = { ...wide, sequences: 1 };
    for (const b of [0, 40, wide.sequences - 1]) {
      const order = { stocks: given.order.stocks.slice(b, b + 1), sessions: given.order.sessions.slice(b, b + 1) };
      const one = await run(kernels, alone, given.tensor, order, given.weights, Float32Array.of(1));
      expect(one.plain[0]).toBe(whole.plain[b]);
    }
  });
});

test('all instruction sets compute the same bits', async () => {
  const shape = { layers: 2, hidden: 21, features: 6, window: 7, sequences: 100, dropout: 0.2 };
  const given = setUp(shape);
  const results = [];
  for (const { kernels } of builds().filter(({ kernels }) => !kernels.version.includes('unfused'))) {
    results.push(await run(kernels, shape, given.tensor, given.order, given.weights, given.upstream));
  }
  for (const result of results) expect(result).toEqual(results[0]);
});

describe.each(nativeBuilds())('$title', ({ kernels }) => {
  test.each([
    // 64 · 60,000 · (1 + 6 · 64) floats for each of 80,000 shards: more than 48-bit addresses reach.
    [
      'addresses reach',
      { layers: 1, hidden: 64, features: 1, window: 60_000 },
      64 * 80_000,
      /^the model needs 45117\d{4} MiB/,
    ],
    ['32 bits can count', { layers: 16, hidden: 2048, features: 1, window: 2000 }, 1, /^the model needs \d{5,} MiB/],
  ])('a batch larger than %s says how much it asked for and what to lower', async (_, shape, sequences, message) => {
    const { window } = shape;
    const run = async () => {
      const options = { threads: 1, tapeBytes: Number.MAX_SAFE_INTEGER };
      const network = await kernels.open(shape, tensorOf(1, window, 1), options);
      const sessions = new Int32Array(sequences).fill(window - 1);
      await network.forward({ stocks: new Int32Array(sequences), sessions }, null).finally(network.dispose);
    };
    await expect(run()).rejects.toMatchObject({
      code: 'out-of-memory',
      message: expect.stringMatching(message),
      hints: [expect.stringMatching(/batch_sessions.*hidden.*window/)],
    });
  });
});
