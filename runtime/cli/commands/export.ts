/** `strat export`: the trained model of a finished run in a form that other programs read. */
import { extname, join } from 'node:path';
import type { Plan } from '../../../compiler/plan.ts';
import { replaceFile } from '../../artifacts/folders.ts';
import { type ModelUnit, modelFolder, unitsOf } from '../../folds/units.ts';
import { encodeOnnx } from '../../models/onnx/lstmGraph.ts';
import { loadModel, type TrainedModel } from '../../models/persistence.ts';
import { UserError } from '../../ports.ts';
import { type Invocation, UsageError } from '../command.ts';
import { EXIT, type ExitCode } from '../exitCodes.ts';
import { displayName, packageVersion } from '../files.ts';
import { planOfRun } from '../planOperand.ts';
import { findRun, type RunsWanted } from '../runs.ts';

const TRAINED: RunsWanted = {
  files: ['plan.json'],
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
  for (const unit of newest(plan)) await write(fileOf(file, unit, plan), folder, unit, plan);
  return EXIT.ok;
}

/** Of several folds the last, which knows most; of several seeds all: what is traded is the mean of their predictions. */
function newest(plan: Plan): readonly ModelUnit[] {
  const units = unitsOf(plan);
  return units.filter(({ fold }) => fold === units.at(-1)!.fold);
}

/** `s2.onnx`, or of several seeds `s2.seed-7.onnx` and so on. */
function fileOf(file: string, { seed }: ModelUnit, { model }: Plan): string {
  if (model.seeds === 1) return file;
  const extension = extname(file);
  return `${file.slice(0, file.length - extension.length)}.seed-${seed}${extension}`;
}

async function write(file: string, folder: string, unit: ModelUnit, plan: Plan): Promise<void> {
  const trained = await load(join(folder, modelFolder(unit)));
  const features = plan.features.features.map(({ name }) => name);
  const { window } = plan.model;
  const bytes = encodeOnnx(trained, { strategy: plan.strategy, features, window, version: packageVersion() });
  await replaceFile(file, bytes).catch((error: Error) => {
    throw new UsageError(`${file} could not be written (${error.message})`);
  });
  const scaled = trained.normalizer === null ? '' : ', scaled inside';
  const which = unit.name === null ? '' : `, ${unit.name}`;
  process.stdout.write(
    `${file}: the model of ${displayName(folder)}${which}\n` +
      `features [batch, ${window}, ${features.length}]${scaled}: ${features.join(', ')}\nprediction [batch]\n`,
  );
}

async function load(folder: string): Promise<TrainedModel> {
  return loadModel(folder).catch((error: Error) => {
    const hints = ['remove that folder and run the strategy again: what is kept is made into a new one'];
    throw new UserError('no-model', `the trained model cannot be read (${error.message})`, hints);
  });
}
