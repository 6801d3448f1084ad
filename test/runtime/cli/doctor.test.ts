import { afterEach, beforeEach, expect, test } from 'vitest';
import { BACKENDS, engineMissing } from '../../../runtime/models/engine.ts';
import { bf16Missing, nativeMissing } from '../../../runtime/models/fused/native/nativeKernels.ts';
import { Workplace } from '../../support/command.ts';

let place: Workplace;
beforeEach(() => {
  place = new Workplace();
});
afterEach(() => place.remove());

const config = (engine: string, runs = 'runs') =>
  place.write('c.yaml', `data: { source: synthetic }\nengine: { ${engine} }\nstorage: { runs: ${runs} }\n`);

test('says what a run would use', async () => {
  const { code, stdout, stderr } = await place.strat('doctor');
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(stdout).toContain(`node       ${process.versions.node}\n`);
  expect(stdout).toMatch(/engine {5}(native|portable), the first of `auto` that is here; at most \d+ threads?/);
  expect(stdout).toMatch(/portable {7}fused LSTM, WebAssembly with relaxed SIMD, \d+ threads?/);
  expect(stdout).toMatch(
    /storage {4}artifacts {6}\.strat\/artifacts, [\d.]+ GB free\n {11}runs {11}runs, [\d.]+ GB free/,
  );
});

test('as JSON: the engine and threads of the config', async () => {
  config('backend: tfjs-wasm, threads: 3');
  const { stdout } = await place.strat('doctor', '-c', 'c.yaml', '--json');
  const { chosen, engines } = JSON.parse(stdout);
  expect(chosen).toEqual({ backend: 'tfjs-wasm', asked: 'tfjs-wasm', threads: 3, precision: 'float32' });
  expect(engines.map(({ name }: { name: string }) => name)).toEqual([...BACKENDS]);
  const native = engines[0];
  expect(native.problem).toBe(nativeMissing());
});

test('tfjs-node: why it is not there, and that a run which asks for it could not be done', async () => {
  const { stdout } = await place.strat('doctor', '--json');
  const { engines } = JSON.parse(stdout) as { engines: { name: string; problem: string | null }[] };
  const missing = engineMissing('tfjs-node');
  expect(engines.find(({ name }) => name === 'tfjs-node')?.problem).toBe(missing);
  config('backend: tfjs-node');
  const asked = await place.strat('doctor', '-c', 'c.yaml');
  expect(asked.code).toBe(missing === null ? 0 : 4);
});

test('bf16: whether its products are here, and that a run which asks for them where they are not could not be done', async () => {
  config('backend: native, precision: bf16');
  const { code, stdout } = await place.strat('doctor', '-c', 'c.yaml');
  const missing = bf16Missing();
  expect(stdout).toContain('precision  bf16, as the config says\n');
  expect(stdout).toContain(`bf16           ${missing === null ? 'here, by AVX512_BF16' : `NO, ${missing}`}\n`);
  expect(code).toBe(missing === null ? 0 : 4);
  config('backend: portable, precision: bf16');
  const portable = await place.strat('doctor', '-c', 'c.yaml');
  expect(portable.stdout).toContain('bf16           NO, the engine `portable` multiplies in float32 only\n');
  expect(portable.code).toBe(4);
});

test('a folder that cannot be made is an error, and says which file is in its way', async () => {
  place.write('taken', 'a file');
  config('backend: portable', 'taken/runs');
  const { code, stdout } = await place.strat('doctor', '-c', 'c.yaml');
  expect(code).toBe(4);
  expect(stdout).toContain('runs           taken/runs: NO, taken is no folder\n');
});
