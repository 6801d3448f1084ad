/**
 * Training as far as it has come, in one file that is replaced whole: current weights and moments, the weights of the
 * epoch kept, and the history. What it holds is all that the next epoch depends on.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeFileError } from '../artifacts/fileErrors.ts';
import { replaceFile } from '../artifacts/folders.ts';
import type { EpochFigures } from '../events.ts';
import type { ModelState, Weights } from '../models/model.ts';
import { decodeSafetensors, encodeSafetensors } from '../models/safetensors.ts';

export interface Checkpoint {
  readonly state: ModelState;
  readonly best: Weights;
  /** One for each epoch done. */
  readonly epochs: readonly EpochFigures[];
}

/** What a checkpoint belongs to: it is no use to any other training. */
export interface CheckpointOwner {
  readonly modelHash: string;
  readonly engine: string;
}

const FILE = 'checkpoint.safetensors';
const SECTIONS = ['weights', 'moments', 'best'] as const;

export async function writeCheckpoint(folder: string, owner: CheckpointOwner, checkpoint: Checkpoint): Promise<void> {
  const { state, best, epochs } = checkpoint;
  const sections = { weights: state.weights, moments: state.moments, best };
  const tensors = Object.fromEntries(
    SECTIONS.flatMap((section) =>
      Object.entries(sections[section]).map(([name, tensor]) => [`${section}:${name}`, tensor]),
    ),
  );
  const metadata = { ...owner, steps: String(state.steps), epochs: JSON.stringify(epochs) };
  try {
    await replaceFile(join(folder, FILE), encodeSafetensors({ tensors, metadata }));
  } catch (error) {
    throw describeFileError(error, folder);
  }
}

/** Null when there is none; `damaged` when there is one that cannot be used. */
export async function readCheckpoint(folder: string, owner: CheckpointOwner): Promise<Checkpoint | 'damaged' | null> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(join(folder, FILE));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw describeFileError(error, folder);
  }
  try {
    const { tensors, metadata } = decodeSafetensors(bytes);
    if (metadata.modelHash !== owner.modelHash || metadata.engine !== owner.engine) return 'damaged';
    const section = (of: (typeof SECTIONS)[number]): Weights =>
      Object.fromEntries(
        Object.entries(tensors)
          .filter(([name]) => name.startsWith(`${of}:`))
          .map(([name, tensor]) => [name.slice(of.length + 1), tensor]),
      );
    return {
      state: { weights: section('weights'), moments: section('moments'), steps: Number(metadata.steps) },
      best: section('best'),
      epochs: JSON.parse(metadata.epochs!) as EpochFigures[],
    };
  } catch {
    return 'damaged';
  }
}
