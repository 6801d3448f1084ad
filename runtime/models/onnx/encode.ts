/**
 * ONNX's messages, as many of them and of their fields as are needed here. Field numbers and codes are those of
 * https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.
 */
import { endianness } from 'node:os';
import { invariant } from '../../invariant.ts';
import { bytes, integer, joined, message, text } from './protobuf.ts';

/** Operators as of opset 17, which came with version 8 of the format (ONNX 1.12, 2022). */
const IR_VERSION = 8;
const OPSET = 17;

export interface OnnxModel {
  readonly producer: { readonly name: string; readonly version: string };
  readonly description: string;
  /** For programs that read the file: names to texts. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly graph: Graph;
}

export interface Graph {
  readonly name: string;
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  /** In an order in which they can be computed. */
  readonly nodes: readonly Node[];
  readonly constants: readonly Constant[];
}

/** A float32 tensor that goes in or comes out; a word in its shape stands for any length. */
export interface Port {
  readonly name: string;
  readonly shape: readonly (number | string)[];
  readonly description: string;
}

export interface Node {
  readonly operator: string;
  /** Names of values; empty for an optional one that is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, number | readonly number[]>>;
}

export interface Constant {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array | BigInt64Array;
}

export function encodeModel({ producer, description, metadata, graph }: OnnxModel): Uint8Array {
  return joined([
    integer(1, IR_VERSION),
    text(2, producer.name),
    text(3, producer.version),
    text(6, description),
    message(7, graphFields(graph)),
    message(8, [text(1, ''), integer(2, OPSET)]),
    ...Object.entries(metadata).map(([key, value]) => message(14, [text(1, key), text(2, value)])),
  ]);
}

function graphFields({ name, inputs, outputs, nodes, constants }: Graph): Uint8Array[] {
  return [
    ...nodes.map((node) => message(1, nodeFields(node))),
    text(2, name),
    ...constants.map((constant) => message(5, tensorFields(constant))),
    ...inputs.map((port) => message(11, portFields(port))),
    ...outputs.map((port) => message(12, portFields(port))),
  ];
}

function nodeFields({ operator, inputs, outputs, attributes = {} }: Node): Uint8Array[] {
  return [
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    // A node is called like what it makes.
    text(3, outputs.find((name) => name !== '')!),
    text(4, operator),
    ...Object.entries(attributes).map(([name, value]) => message(5, attributeFields(name, value))),
  ];
}

const ATTRIBUTE_INT = 2;
const ATTRIBUTE_INTS = 7;

function attributeFields(name: string, value: number | readonly number[]): Uint8Array[] {
  if (typeof value === 'number') return [text(1, name), integer(3, value), integer(20, ATTRIBUTE_INT)];
  return [text(1, name), ...value.map((each) => integer(8, each)), integer(20, ATTRIBUTE_INTS)];
}

const FLOAT = 1;
const INT64 = 7;

function tensorFields({ name, shape, values }: Constant): Uint8Array[] {
  invariant(endianness() === 'LE', 'tensors are written as they lie in memory, which must be little endian');
  return [
    ...shape.map((length) => integer(1, length)),
    integer(2, values instanceof Float32Array ? FLOAT : INT64),
    text(8, name),
    bytes(9, new Uint8Array(values.buffer, values.byteOffset, values.byteLength)),
  ];
}

function portFields({ name, shape, description }: Port): Uint8Array[] {
  const dimensions = shape.map((length) =>
    message(1, [typeof length === 'number' ? integer(1, length) : text(2, length)]),
  );
  const tensor = [integer(1, FLOAT), message(2, dimensions)];
  return [text(1, name), message(2, [message(1, tensor)]), text(3, description)];
}
