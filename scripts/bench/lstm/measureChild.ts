/** `measureChild.ts REQUEST`, a MeasureRequest as JSON; answers with a Measured on its IPC channel. */
import { engine, engineMissing } from '../../../runtime/models/engine.ts';
import { nativePeak } from '../../../runtime/models/fused/native/nativeKernels.ts';
import { median } from '../benchmark.ts';
import { type Contender, contender } from './contender.ts';
import type { Measured, MeasureRequest } from './measure.ts';
import { startPyTorch } from './pytorch.ts';
import { flops } from './setting.ts';
import { tfjsNodeEngine } from './tfjsNode.ts';

const FEWEST_TURNS = 2;

const request = JSON.parse(process.argv[2]!) as MeasureRequest;
const measured = await measure(await start(request), request);
process.send!(measured, () => process.exit(0));

async function start({ name, setting }: MeasureRequest): Promise<Contender> {
  const { threads } = setting;
  if (name === 'PyTorch') return startPyTorch(setting);
  return contender(
    await (name === 'tfjs-node' ? tfjsNodeEngine(threads) : engine({ backend: name, threads })),
    setting,
  );
}

/** The peak is measured between the turns, so that whatever else the machine does meets both. */
async function measure(measured: Contender, { setting, work, seconds }: MeasureRequest): Promise<Measured> {
  const turns: number[] = [];
  const peaks: number[] = [];
  await measured.run(work);
  const end = performance.now() + seconds * 1000;
  while (turns.length < FEWEST_TURNS || performance.now() < end) {
    if (engineMissing('native') === null) peaks.push(nativePeak(setting.threads));
    turns.push(await measured.run(work));
  }
  const sequencesPerSecond = setting.batch / median(turns);
  const perSecond = sequencesPerSecond * flops(setting, work);
  const peakMemory = await measured.peakMemory();
  measured.stop();
  return {
    sequencesPerSecond,
    gflops: perSecond / 1e9,
    shareOfPeak: peaks.length === 0 ? null : perSecond / median(peaks),
    peakMemory,
  };
}
