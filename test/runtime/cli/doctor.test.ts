import { afterEach, beforeEach, expect, test } from 'vitest';
import { nativeMissing } from '../../../runtime/models/fused/native/nativeKernels.ts';
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
  expect(stdout).toMatch(/engine {5}(native|portable), the fastest that is here; \d+ threads at most/);
  expect(stdout).toMatch(/portable {2}fused LSTM, WebAssembly with relaxed SIMD, \d+ threads?/);
  expect(stdout).toMatch(/storage {4}artifacts \.strat\/artifacts, [\d.]+ GB free\n {11}runs {6}runs, [\d.]+ GB free/);
});

test('as JSON: the engine and threads of the config', async () => {
  config('backend: wasm, threads: 3');
  const { stdout } = await place.strat('doctor', '-c', 'c.yaml', '--json');
  const { chosen, engines } = JSON.parse(stdout);
  expect(chosen).toEqual({ backend: 'wasm', asked: 'wasm', threads: 3 });
  expect(engines.map(({ name }: { name: string }) => name)).toEqual(['native', 'portable', 'wasm', 'cpu']);
  const native = engines[0];
  expect(native.problem).toBe(nativeMissing());
});

test('a folder that cannot be made is an error, and says which file is in its way', async () => {
  place.write('taken', 'a file');
  config('backend: portable', 'taken/runs');
  const { code, stdout } = await place.strat('doctor', '-c', 'c.yaml');
  expect(code).toBe(4);
  expect(stdout).toContain('runs      taken/runs: NO, taken is no folder\n');
});
