/**
 * A fused engine and another at the same work on the same machine, turn by turn, so that whatever else the machine does
 * meets both. All compute in float32; ours includes gathering windows, and when training the optimiser.
 */
import { fusedEngine, TAPE_BYTES } from '../../../runtime/models/fused/fusedModel.ts';
import type { Kernels } from '../../../runtime/models/fused/kernels.ts';
import { median } from '../benchmark.ts';
import { type Contender, contender } from './contender.ts';
import { startPyTorch } from './pytorch.ts';
import { flops, type Setting, STANDARD, type Work } from './setting.ts';
import { tfjsNodeEngine } from './tfjsNode.ts';

const TURNS = 7;

/** Of tfjs-node, whose turns take seconds. */
const FEW_TURNS = 3;

/** Our time over PyTorch's, by medians of several turns after one to warm up. Says the speeds on standard error. */
export async function timeAgainstPyTorch(kernels: Kernels, work: Work): Promise<number> {
  return timeAgainst(await fused(kernels, STANDARD), startPyTorch(STANDARD), work, TURNS);
}

/** Likewise, over that of the plain engine on TensorFlow. */
export async function timeAgainstTfjsNode(kernels: Kernels, work: Work): Promise<number> {
  const theirs = await contender(await tfjsNodeEngine(STANDARD.threads), STANDARD);
  return timeAgainst(await fused(kernels, STANDARD), theirs, work, FEW_TURNS);
}

async function timeAgainst(ours: Contender, theirs: Contender, work: Work, turns: number): Promise<number> {
  const times: { readonly ours: number; readonly theirs: number }[] = [];
  try {
    for (let turn = 0; turn <= turns; turn++) {
      const taken = { theirs: await theirs.run(work), ours: await ours.run(work) };
      if (turn > 0) times.push(taken);
    }
  } finally {
    ours.stop();
    theirs.stop();
  }
  const [our, their] = [times.map((taken) => taken.ours), times.map((taken) => taken.theirs)];
  tell(ours.description, work, our);
  tell(theirs.description, work, their);
  return median(our) / median(their);
}

/** Our time over that of the same operations at the peak, which is measured between our turns, by medians. */
export async function timeAgainstPeak(
  kernels: Kernels,
  peak: (threads: number) => number,
  work: Work,
): Promise<number> {
  const ours = await fused(kernels, STANDARD);
  const operations = STANDARD.batch * flops(STANDARD, work);
  const atPeak: Contender = {
    ...ours,
    description: 'at the peak',
    run: async () => operations / peak(STANDARD.threads),
  };
  return timeAgainst(ours, atPeak, work, TURNS);
}

function fused(kernels: Kernels, setting: Setting): Promise<Contender> {
  return contender(fusedEngine(kernels, { threads: setting.threads, tapeBytes: TAPE_BYTES }), setting);
}

/** The fastest turn tells what is possible when others use the machine too. */
function tell(description: string, work: Work, seconds: readonly number[]): void {
  const perSecond = STANDARD.batch / median(seconds);
  const gflops = (perSecond * flops(STANDARD, work)) / 1e9;
  const fastest = STANDARD.batch / Math.min(...seconds);
  process.stderr.write(
    `${work}: ${description}, ${perSecond.toFixed(0)} sequences/s (fastest turn ${fastest.toFixed(0)}), ` +
      `${gflops.toFixed(1)} GFLOP/s\n`,
  );
}
