/** TensorFlow for benchmarks, where somebody has it: in the working folder, or in the one that STRAT_TFJS_NODE names. */
import { join, resolve } from 'node:path';
import { engine } from '../../../runtime/models/engine.ts';
import type { ModelEngine } from '../../../runtime/models/model.ts';
import { tfjsNodeMissing } from '../../../runtime/models/tfjsNode.ts';

const { STRAT_TFJS_NODE: folder } = process.env;

/** Why there is nothing to compare with, or null when there is. */
export function tfjsNodeUnavailable(): string | null {
  if (folder === undefined) {
    const missing = tfjsNodeMissing('node');
    return missing && `${missing}; STRAT_TFJS_NODE=FOLDER names a folder that has it`;
  }
  return tfjsNodeMissing('node', [join(resolve(folder), 'package.json')]);
}

/** Makes the folder the working one, so it belongs into a process of its own. */
export function tfjsNodeEngine(threads: number): Promise<ModelEngine> {
  if (folder !== undefined) process.chdir(folder);
  return engine({ backend: 'tfjs-node', threads });
}
