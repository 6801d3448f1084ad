/** Exported models, run by ONNX Runtime on raw features, against our engine on scaled ones. */
import * as ort from 'onnxruntime-web';
import { describe, expect, test } from 'vitest';
import { tensorOf as layOut } from '../../../../runtime/features/tensor.ts';
import { engine } from '../../../../runtime/models/engine.ts';
import type { Weights } from '../../../../runtime/models/model.ts';
import { encodeOnnx } from '../../../../runtime/models/onnx/lstmGraph.ts';
import { initialWeights } from '../../../../runtime/models/parameters.ts';
import type { TrainedModel } from '../../../../runtime/models/persistence.ts';
import { random } from '../../../../runtime/random.ts';
import { columnsOf } from '../../../support/featureColumns.ts';
import { fullSections, modelSpec } from '../support.ts';

const STOCKS = 23;

/** Raw features: each with a level and a spread of its own, so that a wrong order of them shows. */
function rawColumns(features: number, sessions: number) {
  const source = random(5);
  const columns = Array.from({ length: features * STOCKS }, (_, k) =>
    Float64Array.from({ length: sessions }, () =>
      Math.fround(0.3 * (k % features) + (1 + (k % features)) * source.normal()),
    ),
  );
  return columnsOf({ stocks: STOCKS, sessions, features }, (f, stock) => columns[stock * features + f]!);
}

/** Biases are drawn too: fresh ones are 0 and 1, which would hide a wrong order of gates. */
function drawnWeights(architecture: TrainedModel['architecture']): Weights {
  const weights = initialWeights(architecture, 3);
  const source = random(8);
  for (const [name, { values }] of Object.entries(weights)) {
    if (name.endsWith('/bias')) values.set(values.map(() => source.normal()));
  }
  return weights;
}

const CASES = [
  { layers: 1, hidden: 16, features: 3, window: 7, clip: 1.5 },
  { layers: 2, hidden: 13, features: 5, window: 9, clip: 5 },
  { layers: 2, hidden: 5, features: 1, window: 4, clip: null },
  { layers: 3, hidden: 1, features: 2, window: 1, clip: 3 },
];

describe.each(CASES)('$layers layers of $hidden, $features features, window $window, clip $clip', (shape) => {
  const { layers, hidden, features, window, clip } = shape;
  const columns = rawColumns(features, window);
  const names = Array.from({ length: features }, (_, f) => `feature_${f}`);
  const normalizer = {
    mean: Array.from({ length: features }, (_, f) => 0.3 * f),
    sd: Array.from({ length: features }, (_, f) => 1 + f),
    clip,
  };
  const architecture = { layers, hidden, features };
  const weights = drawnWeights(architecture);

  test.each([normalizer, null])('ONNX Runtime predicts the same', async (scaling) => {
    const trained: TrainedModel = {
      architecture,
      modelHash: 'hash',
      engine: { name: 'fused-native', version: '1' },
      normalizer: scaling,
      weights,
      history: {} as TrainedModel['history'],
    };
    const about = { strategy: 's2', features: names, window, version: '0.1.0' };
    const session = await ort.InferenceSession.create(encodeOnnx(trained, about));
    const raw = layOut(columns, null);
    const input = new ort.Tensor('float32', raw.values, [STOCKS, window, features]);
    const { prediction } = await session.run({ features: input });
    expect(prediction!.dims).toEqual([STOCKS]);
    expect(session.inputMetadata[0]).toMatchObject({
      name: 'features',
      type: 'float32',
      shape: ['batch', window, features],
    });

    const built = await engine({ backend: 'tfjs-cpu', threads: 1 });
    const scaled = layOut(
      columns,
      scaling && { mean: Float64Array.from(scaling.mean), sd: Float64Array.from(scaling.sd), clip },
    );
    const model = await built.create(modelSpec({ ...architecture, window }), scaled, {
      weights,
      moments: {},
      steps: 0,
    });
    const expected = await model.predict(fullSections(STOCKS, [window - 1]));
    model.dispose();
    expect(new Set(expected).size).toBe(STOCKS);
    (prediction!.data as Float32Array).forEach((value, k) => {
      expect(Math.abs(value - expected[k]!), `sequence ${k}`).toBeLessThan(1e-5);
    });
  });
});
