/**
 * `trainChild.ts PRECISION SEED…`: trains examples/demo.strat on the synthetic market, once for each seed of its model,
 * and answers with the validation rank IC of the epoch kept of each, on its IPC channel. Takes bf16 products whether the
 * processor says that it has them or not; where it is right the process ends by SIGILL.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile } from '../../../compiler/compile.ts';
import { configSchema } from '../../../configs/schema.ts';
import { importResolver } from '../../../runtime/cli/imports.ts';
import { unitsOf } from '../../../runtime/folds/units.ts';
import { invariant } from '../../../runtime/invariant.ts';
import { fusedEngine, TAPE_BYTES } from '../../../runtime/models/fused/fusedModel.ts';
import { bf16Kernels, nativeKernels } from '../../../runtime/models/fused/native/nativeKernels.ts';
import { marketRequest } from '../../../runtime/ports.ts';
import { openSource } from '../../../runtime/sources/open.ts';
import { layOutFeatures, runFeatures } from '../../../runtime/stages/features.ts';
import { runTrain } from '../../../runtime/stages/train.ts';

const [precision, ...seeds] = process.argv.slice(2);
const kernels = precision === 'bf16' ? bf16Kernels({ check: false }) : nativeKernels();
const engine = fusedEngine(kernels, { threads: availableParallelism(), tapeBytes: TAPE_BYTES });
const events = { emit: () => {} };

const file = fileURLToPath(new URL('../../../examples/demo.strat', import.meta.url));
const { plan } = compile({ file, text: await readFile(file, 'utf8'), resolve: importResolver() });
invariant(plan !== null, 'the demo compiles');
const source = await openSource(configSchema.parse({ data: { source: 'synthetic' } }).data, '.');
const market = await source.load(marketRequest(plan), events);
const features = layOutFeatures(plan, plan.split.folds[0]!, market, runFeatures(plan, market));

const rankIcs: number[] = [];
for (const seed of seeds.map(Number)) rankIcs.push(await validationRankIc(seed));
process.send!(rankIcs, () => process.exit(0));

async function validationRankIc(seed: number): Promise<number> {
  invariant(plan !== null, 'the demo compiles');
  const workspace = await mkdtemp(join(tmpdir(), 'strat-precision-'));
  try {
    const unit = { ...unitsOf(plan)[0]!, seed };
    const { history } = await runTrain({ plan, unit, axes: market, features, engine, start: null, workspace, events });
    const rankIc = history.epochs.find(({ epoch }) => epoch === history.bestEpoch)?.validationRankIc ?? null;
    invariant(rankIc !== null, 'an epoch is kept, and its rank IC is a number');
    return rankIc;
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}
