/**
 * The safetensors format, float32 only: eight bytes of header length (little endian), a JSON header naming dtype,
 * shape and byte range of each tensor, then their bytes. https://github.com/huggingface/safetensors#format
 */
import { endianness } from 'node:os';
import { invariant } from '../invariant.ts';
import type { Weights } from './model.ts';

export interface SafetensorsFile {
  readonly tensors: Weights;
  readonly metadata: Readonly<Record<string, string>>;
}

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/** The same tensors in the same order give the same bytes. */
export function encodeSafetensors({ tensors, metadata }: SafetensorsFile): Uint8Array {
  invariant(endianness() === 'LE', 'tensors are written as they lie in memory, which must be little endian');
  const header: Record<string, Entry | Readonly<Record<string, string>>> = {};
  if (Object.keys(metadata).length > 0) header.__metadata__ = metadata;
  let offset = 0;
  for (const [name, { shape, values }] of Object.entries(tensors)) {
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, offset + values.byteLength] };
    offset += values.byteLength;
  }
  const text = Buffer.from(JSON.stringify(header));
  // Spaces after the header keep the data aligned.
  const length = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + length + offset).fill(0x20, 8, 8 + length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.set(text, 8);
  let at = 8 + length;
  for (const { values } of Object.values(tensors)) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return bytes;
}

/** @throws Error in a reader's words when the bytes are not such a file. */
export function decodeSafetensors(bytes: Uint8Array): SafetensorsFile {
  const header = readHeader(bytes);
  const data = bytes.subarray(8 + header.length);
  const tensors: Record<string, { shape: readonly number[]; values: Float32Array }> = {};
  for (const [name, { dtype, shape, data_offsets }] of Object.entries(header.entries)) {
    const [begin, end] = data_offsets;
    const size = shape.reduce((product, length) => product * length, 1);
    if (dtype !== 'F32') throw new Error(`tensor ${name} is ${dtype}; only F32 is read`);
    if (end - begin !== size * 4 || begin < 0 || end > data.length) {
      throw new Error(`tensor ${name} lies outside the file or is not of its shape`);
    }
    tensors[name] = { shape, values: new Float32Array(Uint8Array.from(data.subarray(begin, end)).buffer) };
  }
  return { tensors, metadata: header.metadata };
}

function readHeader(bytes: Uint8Array) {
  if (bytes.length < 8) throw new Error('the file is shorter than its header');
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true));
  if (length > bytes.length - 8) throw new Error('the file is shorter than its header says');
  const parsed: unknown = JSON.parse(Buffer.from(bytes.subarray(8, 8 + length)).toString('utf8'));
  if (typeof parsed !== 'object' || parsed === null) throw new Error('the header is not a JSON object');
  const { __metadata__: metadata = {}, ...entries } = parsed as Record<string, unknown>;
  return {
    length,
    metadata: metadata as Record<string, string>,
    entries: entries as Record<string, Entry>,
  };
}
