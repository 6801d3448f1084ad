/** A trained model leaves as a file that another program reads, from a run's folder or from its strategy. */
import { readdirSync, readFileSync } from 'node:fs';
import * as ort from 'onnxruntime-web';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SMALL_CONFIG, smallStrategy, Workplace } from '../../support/command.ts';

let place: Workplace;
beforeEach(() => {
  place = new Workplace();
  place.write('small.strat', smallStrategy());
  place.write('config.yaml', SMALL_CONFIG);
});
afterEach(() => place.remove());

const strat = (...words: readonly string[]) => place.strat(...words, '--config', 'config.yaml');

test('of a strategy that was trained: features in, predictions out, whatever folder is named', async () => {
  expect((await strat('run', 'small.strat', '--mode', 'train')).code).toBe(0);
  const { code, stdout, stderr } = await strat('export', 'small.strat', '--onnx', 'below/s2.onnx');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^below\/s2\.onnx: the model of runs\/small\/[0-9a-f]{12}$/m);
  expect(stdout).toMatch(/^features \[batch, 3, 14\], scaled inside: ret_1d, ret_5d, /m);

  const bytes = readFileSync(place.path('below/s2.onnx'));
  const session = await ort.InferenceSession.create(bytes);
  const raw = new ort.Tensor('float32', new Float32Array(2 * 3 * 14).fill(0.01), [2, 3, 14]);
  const { prediction } = await session.run({ features: raw });
  expect(prediction!.dims).toEqual([2]);
  expect([...(prediction!.data as Float32Array)].every(Number.isFinite)).toBe(true);

  const [run] = readdirSync(place.path('runs/small'));
  await place.strat('export', `runs/small/${run}`, '--onnx', 'again.onnx');
  expect(readFileSync(place.path('again.onnx')).equals(bytes)).toBe(true);

  const weights = readFileSync(place.path(`runs/small/${run}/weights.safetensors`));
  place.write(`runs/small/${run}/weights.safetensors`, weights.subarray(0, 900));
  const damaged = await strat('export', 'small.strat', '--onnx', 'damaged.onnx');
  expect(damaged.code).toBe(4);
  expect(damaged.stderr).toMatch(
    /^error\[no-model\]: the trained model cannot be read \(.+\)\n {2}= remove that folder/,
  );
});

test('before the first run it says how to make one, exit code 4', async () => {
  const { code, stderr } = await strat('export', 'small.strat', '--onnx', 's2.onnx');
  expect(code).toBe(4);
  expect(stderr).toMatch(/^error\[no-model\]: this plan of small \([0-9a-f]{12}\) has not been run/);
  expect(stderr).toContain('strat run small.strat makes a trained model');
  const elsewhere = await place.strat('export', '.', '--onnx', 's2.onnx');
  expect(elsewhere).toMatchObject({ code: 4, stderr: expect.stringContaining('. holds no trained model') });
});

test('without a file to write, or where none can be written, it is wrong usage', async () => {
  const nameless = await strat('export', 'small.strat');
  expect(nameless).toMatchObject({ code: 2, stderr: expect.stringContaining('needs --onnx FILE') });
  await strat('run', 'small.strat', '--mode', 'train');
  const unwritable = await strat('export', 'small.strat', '--onnx', 'config.yaml/s2.onnx');
  expect(unwritable.code).toBe(2);
  expect(unwritable.stderr).toContain('config.yaml/s2.onnx could not be written');
});

test('of several folds the newest is written, and each of its seeds', async () => {
  const split = `split {
    train     2021-01-01 .. 2021-09-30
    validate  2021-10-01 .. 2021-12-31
    test      2022-01-01 .. 2022-03-31
  }`;
  const walked = { [split]: 'split walk_forward { train 6m\n validate 3m\n test 3m }', 'seed 7': 'seed 7\n seeds 2' };
  place.write('walked.strat', smallStrategy({ ...walked, 'epochs 3': 'epochs 1' }));
  await strat('run', 'walked.strat', '--mode', 'train');
  const { code, stdout } = await strat('export', 'walked.strat', '--onnx', 's2.onnx');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^s2\.seed-7\.onnx: the model of runs\/small\/[0-9a-f]{12}, fold 2 of 2, seed 7$/m);
  const [one, other] = ['s2.seed-7.onnx', 's2.seed-8.onnx'].map((file) => readFileSync(place.path(file)));
  expect(one!.equals(other!)).toBe(false);
});
