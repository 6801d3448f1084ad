/** TensorFlow under tfjs: found where a user has put it, and used for what it is. Its arithmetic: lstm and loss tests. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { chosenBackend, engine, engineIdentity, engineMissing } from '../../../runtime/models/engine.ts';
import { tfjsNodeMissing } from '../../../runtime/models/tfjsNode.ts';
import { TFJS_VERSION } from '../../../runtime/models/tfjsVersion.ts';
import { fullSections, modelSpec, squaredError, tensorOf, tfjsBackends } from './support.ts';

let project: string;
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'tfjs-node-'));
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

function install(file: string, text = ''): void {
  const path = join(project, 'node_modules/@tensorflow/tfjs-node-gpu', file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const missing = () => tfjsNodeMissing('node-gpu', [join(project, 'package.json')]);

test('a package that is not there, is another version or lacks its addon says so, and what to do', () => {
  expect(missing()).toBe(
    `@tensorflow/tfjs-node-gpu is not installed (npm install @tensorflow/tfjs-node-gpu@${TFJS_VERSION})`,
  );
  install('package.json', '{ "version": "3.21.0" }');
  expect(missing()).toBe(`@tensorflow/tfjs-node-gpu is installed in version 3.21.0, and ${TFJS_VERSION} is needed`);
  install('package.json', `{ "version": "${TFJS_VERSION}" }`);
  install('lib/napi-v8/README.md');
  expect(missing()).toMatch(/is installed without its addon \(npm rebuild /);
  install('lib/napi-v8/tfjs_binding.node');
  expect(missing()).toBeNull();
});

test('`tfjs` takes TensorFlow where it is, `auto` never', () => {
  const found = (['tfjs-node-gpu', 'tfjs-node', 'tfjs-wasm'] as const).find((each) => engineMissing(each) === null);
  expect(chosenBackend({ backend: 'tfjs', threads: 1 })).toBe(found);
  expect(chosenBackend({ backend: 'auto', threads: 1 })).not.toMatch(/tfjs-node/);
});

test('asked for and not there: an error, from the identity on, before any work', async () => {
  for (const backend of ['tfjs-node', 'tfjs-node-gpu'] as const) {
    const why = engineMissing(backend);
    if (why === null) continue;
    expect(() => engineIdentity({ backend, threads: 1 })).toThrow(`asks for the engine \`${backend}\`, but ${why}`);
    await expect(engine({ backend, threads: 1 })).rejects.toThrow(why);
  }
});

describe.each(tfjsBackends().filter((backend) => backend === 'node'))('tfjs-%s', () => {
  test('trains to where WebAssembly does, and is kept under a name and threads of its own', async () => {
    const batch = fullSections(30, [5, 9]);
    const labels = Float32Array.from({ length: 60 }, (_, k) => Math.sin(k));
    const trained = async (backend: 'tfjs-wasm' | 'tfjs-node') => {
      const built = await engine({ backend, threads: 2 });
      const model = await built.create(modelSpec({ dropout: 0.2, hidden: 20 }), tensorOf(30, 12, 3), null);
      for (let step = 0; step < 5; step++) await model.step(batch, squaredError(labels), step);
      const predictions = await model.predict(batch);
      model.dispose();
      return { built, predictions };
    };
    const wasm = await trained('tfjs-wasm');
    const node = await trained('tfjs-node');
    node.predictions.forEach((p, k) => {
      expect(p).toBeCloseTo(wasm.predictions[k]!, 4);
    });
    expect(node.built).toMatchObject({
      name: 'tfjs-node',
      description: expect.stringMatching(/TensorFlow [\d.]+, 2 th/),
    });
    const other = engineIdentity({ backend: 'tfjs-node', threads: 1 });
    expect(other).toMatchObject({ name: 'tfjs-node' });
    expect(other.version).not.toBe(node.built.version);
  });
});
