/**
 * Training as far as it has come, in one file that is replaced whole: current weights and moments, the weights of the
 * epoch kept, and the history. What it holds is all that the next epoch depends on, so nothing of it is taken on trust: a
 * digest over the whole, the training that it belongs to, and the shape of every tensor.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeFileError } from '../artifacts/fileErrors.ts';
import { replaceFile } from '../artifacts/folders.ts';
import type { EpochFigures } from '../events.ts';
import type { ModelState, Weights } from '../models/model.ts';
import { type Architecture, parameterShapes } from '../models/parameters.ts';
import { decodeSafetensors, encodeSafetensors, type SafetensorsFile } from '../models/safetensors.ts';

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
  readonly architecture: Architecture;
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
  const { modelHash, engine } = owner;
  const metadata = { modelHash, engine, steps: String(state.steps), epochs: JSON.stringify(epochs) };
  const sha256 = digestOf({ tensors, metadata });
  try {
    await replaceFile(join(folder, FILE), encodeSafetensors({ tensors, metadata: { ...metadata, sha256 } }));
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
    const { sha256, ...told } = metadata;
    if (sha256 !== digestOf({ tensors, metadata: told })) return 'damaged';
    if (told.modelHash !== owner.modelHash || told.engine !== owner.engine) return 'damaged';
    const checkpoint = checkpointOf(tensors, told);
    return fits(checkpoint, owner.architecture) ? checkpoint : 'damaged';
  } catch {
    return 'damaged';
  }
}

/** SHA-256 of the file as it would be without it: of names, shapes, values and the rest of the metadata. */
function digestOf(content: SafetensorsFile): string {
  return createHash('sha256').update(encodeSafetensors(content)).digest('hex');
}

function checkpointOf(tensors: Weights, metadata: SafetensorsFile['metadata']): Checkpoint {
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
}

/** Exactly the architecture's weights, twice; a moment, `WEIGHT/kind`, has the shape of its weight. */
function fits({ state, best }: Checkpoint, architecture: Architecture): boolean {
  const expected = new Map(parameterShapes(architecture).map(({ name, shape }) => [name, shape.join()]));
  const hasWeights = (weights: Weights): boolean =>
    Object.keys(weights).length === expected.size &&
    Object.entries(weights).every(([name, { shape }]) => shape.join() === expected.get(name));
  const hasMoments = Object.entries(state.moments).every(
    ([name, { shape }]) => shape.join() === expected.get(name.slice(0, name.lastIndexOf('/'))),
  );
  return hasWeights(state.weights) && hasWeights(best) && hasMoments;
}
