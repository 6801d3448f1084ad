/** Room in shared WebAssembly memory, handed out one piece after another and taken back all at once. */
import { UserError } from '../../../ports.ts';
import { LOWER, mebibytes } from '../memory.ts';
import { PAGE, type WasmMemory } from './wasm.ts';

/** Pieces begin on cache lines, which the core asks for and which keeps threads out of each other's. */
const ALIGNMENT = 64;

export class Arena {
  private end: number;
  private readonly memory: WasmMemory;

  /** @param from the first byte it may use */
  constructor(memory: WasmMemory, from: number) {
    this.memory = memory;
    this.end = aligned(from);
  }

  /** Everything allocated after the mark can be given back with it. */
  mark(): number {
    return this.end;
  }

  release(mark: number): void {
    this.end = mark;
  }

  /**
   * @returns the address of that many bytes, of unknown contents
   * @throws UserError `out-of-memory`
   */
  bytes(length: number): number {
    const address = this.end;
    this.reserve(aligned(length));
    this.end = address + aligned(length);
    return address;
  }

  floats(length: number): number {
    return this.bytes(4 * length);
  }

  /** Views hold until the next allocation. */
  float32(address: number, length: number): Float32Array {
    return new Float32Array(this.memory.buffer, address, length);
  }

  int32(address: number, length: number): Int32Array {
    return new Int32Array(this.memory.buffer, address, length);
  }

  /** Makes sure that allocations of that many bytes together succeed. */
  private reserve(bytes: number): void {
    const missing = this.end + bytes - this.memory.buffer.byteLength;
    if (missing <= 0) return;
    try {
      this.memory.grow(Math.ceil(missing / PAGE));
    } catch {
      throw outOfMemory(bytes, this.end);
    }
  }
}

/** @param bytes that are not to be had beside those in use */
function outOfMemory(bytes: number, used: number): UserError {
  return new UserError(
    'out-of-memory',
    `the model needs ${mebibytes(bytes)} beside the ${mebibytes(used)} it has, which is more than WebAssembly or this ` +
      'machine can give',
    [LOWER, 'the native engine may use all of the memory'],
  );
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}
