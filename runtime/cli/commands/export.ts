/** `strat export`: the trained model of a finished run in a form that other programs read. */
import { replaceFile } from '../../artifacts/folders.ts';
import { encodeOnnx } from '../../models/onnx/lstmGraph.ts';
import { loadModel } from '../../models/persistence.ts';
import { UserError } from '../../ports.ts';
import { type Invocation, UsageError } from '../command.ts';
import { EXIT, type ExitCode } from '../exitCodes.ts';
import { displayName, packageVersion } from '../files.ts';
import { planOfRun } from '../planOperand.ts';
import { findRun, type RunsWanted } from '../runs.ts';

const TRAINED: RunsWanted = {
  files: ['model.json', 'weights.safetensors', 'plan.json'],
  what: 'trained model',
  made: 'that has been finished',
  code: 'no-model',
};

export async function run(invocation: Invocation): Promise<ExitCode> {
  const file = invocation.text('onnx');
  if (file === undefined) throw new UsageError('`strat export` needs --onnx FILE, the file to write');
  const folder = await findRun(invocation, TRAINED);
  if (folder === null) return EXIT.strategyErrors;

  const plan = planOfRun(folder);
  const trained = await loadModel(folder).catch((error: Error) => {
    const hints = ['remove that folder and run the strategy again: what is kept is made into a new one'];
    throw new UserError('no-model', `the trained model cannot be read (${error.message})`, hints);
  });
  const features = plan.features.features.map(({ name }) => name);
  const { window } = plan.model;
  const bytes = encodeOnnx(trained, { strategy: plan.strategy, features, window, version: packageVersion() });
  await replaceFile(file, bytes).catch((error: Error) => {
    throw new UsageError(`${file} could not be written (${error.message})`);
  });
  const scaled = trained.normalizer === null ? '' : ', scaled inside';
  process.stdout.write(
    `${file}: the model of ${displayName(folder)}\n` +
      `features [batch, ${window}, ${features.length}]${scaled}: ${features.join(', ')}\nprediction [batch]\n`,
  );
  return EXIT.ok;
}
