/**
 * Protocol buffers on the wire, as much as ONNX needs: https://protobuf.dev/programming-guides/encoding. A message is
 * its fields one after another, each a key (number and wire type) and a value.
 */

const VARINT = 0;
const LENGTH_DELIMITED = 2;

/** A whole number from 0 to 2^53 − 1. */
export function integer(field: number, value: number): Uint8Array {
  return joined([varint(field * 8 + VARINT), varint(value)]);
}

export function text(field: number, value: string): Uint8Array {
  return bytes(field, Buffer.from(value, 'utf8'));
}

/** A message inside another, of the fields given. */
export function message(field: number, fields: readonly Uint8Array[]): Uint8Array {
  return bytes(field, joined(fields));
}

export function bytes(field: number, value: Uint8Array): Uint8Array {
  return joined([varint(field * 8 + LENGTH_DELIMITED), varint(value.length), value]);
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(parts);
}

/** Seven bits a byte, the lowest first; the eighth says that more follow. */
function varint(value: number): Uint8Array {
  const encoded: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) encoded.push((rest % 0x80) | 0x80);
  encoded.push(rest);
  return Uint8Array.from(encoded);
}
