/** One engine at one size, measured in a process of its own, so that its peak memory is its own. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { engineMissing } from '../../../runtime/models/engine.ts';
import { pytorchUnavailable } from './pytorch.ts';
import type { Setting, Work } from './setting.ts';
import { tfjsNodeUnavailable } from './tfjsNode.ts';

export const CONTENDERS = ['native', 'portable', 'tfjs-wasm', 'tfjs-node', 'PyTorch'] as const;
export type ContenderName = (typeof CONTENDERS)[number];

export interface MeasureRequest {
  readonly name: ContenderName;
  readonly setting: Setting;
  readonly work: Work;
  /** Turns are taken until this many seconds have passed, two at least; the first one, to warm up, is not counted. */
  readonly seconds: number;
}

export interface Measured {
  /** Median. */
  readonly sequencesPerSecond: number;
  readonly gflops: number;
  /** Of the operations that multiply-adds in registers do at the same time; null without the native addon. */
  readonly shareOfPeak: number | null;
  /** Bytes, resident. */
  readonly peakMemory: number;
}

/** Why there is nothing to measure here, or null. */
export function unavailable(name: ContenderName): string | null {
  if (name === 'PyTorch') return pytorchUnavailable();
  return name === 'tfjs-node' ? tfjsNodeUnavailable() : engineMissing(name);
}

export async function measureApart(request: MeasureRequest): Promise<Measured> {
  const child = fileURLToPath(new URL('measureChild.ts', import.meta.url));
  const process = fork(child, [JSON.stringify(request)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  let measured: Measured | null = null;
  process.on('message', (message) => {
    measured = message as Measured;
  });
  await once(process, 'exit');
  if (measured === null) throw new Error(`measuring ${request.name} failed`);
  return measured;
}
